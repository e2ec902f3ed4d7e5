package dev.slipway.app;

import java.time.Instant;

/// What an instance used at a moment. `cpuPercent`: of one core, since the reading before;
/// `memoryBytes`: without the page cache.
public record Usage(Instant at, double cpuPercent, long memoryBytes) {}
