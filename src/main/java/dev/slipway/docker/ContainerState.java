package dev.slipway.docker;

import dev.slipway.app.AppName;
import dev.slipway.app.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// What Docker knows of one of our containers. `pid` is the one on the host, 0 when it does not
/// run; `finishedAt` is when it last ended.
public record ContainerState(
        String id,
        Status status,
        int exitCode,
        boolean outOfMemory,
        int pid,
        Optional<Instant> finishedAt) {
    public enum Status {
        CREATED,
        RUNNING,
        PAUSED,
        /// Ended, and about to be started again by Docker's restart policy.
        RESTARTING,
        EXITED,
        REMOVING,
        DEAD
    }

    public boolean isRunning() {
        return status == Status.RUNNING;
    }

    /// One line of the list of all containers.
    public record Listed(String id, AppName app, InstanceId instance, Status status) {}
}
