package dev.slipway.heal;

import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.docker.ContainerState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is to be done about one instance. Pure: the same sight and history always give the same
/// answer.
sealed interface Diagnosis {
    record Healthy() implements Diagnosis {}

    /// It was ready and is not any more.
    record Lost(Cause cause) implements Diagnosis {}

    /// It is down and its next attempt is due.
    record Retry() implements Diagnosis {}

    /// It is down and its next attempt is not due yet.
    record Wait(Instant until) implements Diagnosis {}

    /// Not the healer's: it starts, or it is on its way out.
    record NotOurs() implements Diagnosis {}

    /// Nobody works on it any more: its deployment ended without it, or an engine died while it
    /// drained.
    record Abandoned() implements Diagnosis {}

    /// What the healer knows of one instance.
    ///
    /// @param status as Docker shows it; empty when there is no such container
    /// @param history of attempts to bring it back
    /// @param deploymentEnded whether the deployment that started it has ended
    /// @param longestRetirement after which draining has failed
    record Sight(
            Instance instance,
            Optional<Status> status,
            History history,
            boolean deploymentEnded,
            Duration longestRetirement) {}

    static Diagnosis of(Sight sight, Instant now) {
        var instance = sight.instance();
        var history = sight.history();
        return switch (instance.state()) {
            case STARTING -> sight.deploymentEnded() ? new Abandoned() : new NotOurs();
            case DRAINING ->
                    now.isBefore(instance.since())
                                    || now.isAfter(instance.since().plus(sight.longestRetirement()))
                            ? new Abandoned()
                            : new NotOurs();
            case STANDBY -> new NotOurs();
            case READY -> lookedAt(sight.status());
            case DOWN ->
                    now.isBefore(history.nextAttempt(now))
                            ? new Wait(history.nextAttempt(now))
                            : new Retry();
        };
    }

    private static Diagnosis lookedAt(Optional<Status> status) {
        if (status.isEmpty()) {
            return new Lost(Cause.MISSING);
        }
        return switch (status.get()) {
            case RUNNING -> new Healthy();
            case RESTARTING, DEAD -> new Lost(Cause.CRASHED);
            case EXITED, CREATED -> new Lost(Cause.STOPPED);
            case PAUSED -> new Lost(Cause.PAUSED);
            case REMOVING -> new Lost(Cause.MISSING);
        };
    }
}
