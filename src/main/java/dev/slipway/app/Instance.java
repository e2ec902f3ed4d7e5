package dev.slipway.app;

import java.time.Instant;
import java.util.Locale;

/// One container of a release. `container` is Docker's id, `restarts` counts the times it was
/// brought back, `since` is when it came into its present state.
public record Instance(
        InstanceId id,
        AppName app,
        int release,
        DeploymentId deployment,
        String container,
        Address address,
        State state,
        Instant since,
        int restarts) {
    /// What we know of an instance. Only a `READY` one is sent requests.
    public enum State {
        /// Created, has not yet answered its first readiness probe.
        STARTING,
        /// Answers, and is routed once its release is live.
        READY,
        /// Was ready and is not any more; the healer works on it.
        DOWN,
        /// Paused after it had answered, and not routed: a spare, or one of the release before. It
        /// takes over as soon as it is unpaused.
        STANDBY,
        /// Unrouted; finishes what it has begun, then goes.
        DRAINING;

        /// As it is written for people and programs.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isReady() {
        return state == State.READY;
    }

    public boolean isDown() {
        return state == State.DOWN;
    }
}
