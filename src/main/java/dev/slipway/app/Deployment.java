package dev.slipway.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One walk through the pipeline. `commit` is what was asked for and then what was found, `release`
/// the number it made or goes back to; both are absent until known.
public record Deployment(
        DeploymentId id,
        AppName app,
        Trigger trigger,
        Optional<Revision> commit,
        Optional<Integer> release,
        DeploymentStatus status,
        List<StageTime> stages,
        Instant createdAt) {
    /// `finishedAt` is absent while the stage runs.
    public record StageTime(Stage stage, Instant startedAt, Optional<Instant> finishedAt) {}

    public boolean isFinished() {
        return status instanceof DeploymentStatus.Final;
    }
}
