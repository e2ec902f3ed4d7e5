package dev.slipway.pipeline;

/// What travels on the bus. Each inbox is read by one stage, whose switch over it is exhaustive;
/// notices are read by whoever likes.
public sealed interface PipelineEvent
        permits BuildInbox, LaunchInbox, RouteInbox, RetireInbox, Notice {}
