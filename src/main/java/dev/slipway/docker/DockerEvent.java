package dev.slipway.docker;

import dev.slipway.app.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// Something happened to what this engine has in Docker, at the time that Docker gives.
public sealed interface DockerEvent {
    /// @param exitCode of one that died
    record OfInstance(InstanceId instance, Action action, Optional<Integer> exitCode, Instant at)
            implements DockerEvent {}

    /// A container was taken out of an app's network, or ended, which looks the same.
    record Disconnected(String container) implements DockerEvent {}

    record OfProxy(Action action) implements DockerEvent {}

    enum Action {
        /// Somebody sends it a signal through Docker, as for a stop.
        SIGNALLED,
        /// The kernel killed one of its processes at the memory limit.
        OUT_OF_MEMORY,
        DIED,
        STARTED,
        PAUSED,
        REMOVED
    }
}
