package dev.slipway.docker;

import dev.slipway.app.InstanceId;
import java.time.Instant;
import java.util.Optional;

/// Something happened to the container of an instance, at the time that Docker gives.
public record ContainerEvent(
        InstanceId instance, Action action, Optional<Integer> exitCode, Instant at) {
    public enum Action {
        DIED,
        STARTED,
        PAUSED,
        REMOVED
    }
}
