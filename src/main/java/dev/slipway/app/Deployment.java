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

    public Deployment with(List<StageTime> times) {
        return new Deployment(id, app, trigger, commit, release, status, times, createdAt);
    }

    /// @return one that is queued, with nothing found out yet but what was asked for
    public static Deployment requested(
            AppName app,
            Trigger trigger,
            Optional<Revision> commit,
            Optional<Integer> release,
            Instant now) {
        return new Deployment(
                DeploymentId.at(now),
                app,
                trigger,
                commit,
                release,
                new DeploymentStatus.Queued(),
                List.of(),
                now);
    }

    /// The stage it is in, or was in last.
    public Stage stage() {
        return stages.isEmpty() ? Stage.QUEUE : stages.getLast().stage();
    }

    /// Latest wins: what its owner wanted before and is not yet built is not worth building any
    /// more, and a stop ends all that would start the app again.
    ///
    /// @param older of the same app, accepted before
    public boolean overtakes(Deployment older) {
        return switch (trigger) {
            case STOP -> !older.isFinished();
            case WEBHOOK, PUSH, API, ROLLBACK ->
                    older.trigger.builds()
                            && (older.status instanceof DeploymentStatus.Queued
                                    || older.status instanceof DeploymentStatus.Building);
            case CONFIG, START, RESTART, HEAL -> false;
        };
    }

    public boolean isFinished() {
        return status instanceof DeploymentStatus.Final;
    }
}
