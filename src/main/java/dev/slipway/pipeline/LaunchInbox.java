package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.InstanceId;

/// What the launch stage reads.
public sealed interface LaunchInbox extends PipelineEvent {
    /// The image that this deployment runs is there.
    record LaunchRequested(AppName app, DeploymentId deployment) implements LaunchInbox {}

    /// The healer wants this instance back.
    record RestartRequested(AppName app, InstanceId instance, Remedy remedy)
            implements LaunchInbox {}
}
