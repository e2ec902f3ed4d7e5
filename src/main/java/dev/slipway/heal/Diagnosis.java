package dev.slipway.heal;

import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.docker.ContainerState.Status;
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

    /// @param history of attempts to bring it back
    /// @param status as Docker shows it; empty when there is no such container
    static Diagnosis of(Instance instance, Optional<Status> status, History history, Instant now) {
        return switch (instance.state()) {
            case STARTING, DRAINING -> new NotOurs();
            case READY -> lookedAt(status);
            case DOWN ->
                    now.isBefore(history.nextAttempt())
                            ? new Wait(history.nextAttempt())
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
