package dev.slipway.docker;

import dev.slipway.app.AppName;
import dev.slipway.app.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// What Docker knows of one of our containers. `pid` is the one on the host, 0 when it does not
/// run; `finishedAt` is when it last ended; `ip` is its address, empty when it is in no network or
/// does not run; `restarts` is how often Docker's restart policy has brought it back.
public record ContainerState(
        String id,
        Status status,
        int exitCode,
        boolean outOfMemory,
        int pid,
        Optional<Instant> finishedAt,
        String ip,
        int restarts) {
    /// The exit code of what SIGKILL ended: 128 and the number of the signal.
    public static final int KILLED = 137;

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
    ///
    /// @param ip as above
    /// @param image the id of what it was made from, which stays when the tags are gone
    public record Listed(
            String id, AppName app, InstanceId instance, Status status, String ip, String image) {}
}
