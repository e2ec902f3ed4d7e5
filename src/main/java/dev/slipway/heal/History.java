package dev.slipway.heal;

import java.time.Duration;
import java.time.Instant;

/// How often an instance was brought back lately.
record History(int attempts, Instant lastAttempt) {
    /// After this long without a new attempt, the past is forgotten.
    static final Duration STABLE = Duration.ofMinutes(10);

    static final History NONE = new History(0, Instant.EPOCH);

    Instant nextAttempt() {
        return lastAttempt.plus(BackOff.before(attempts));
    }

    History attempted(Instant now) {
        return now.isAfter(lastAttempt.plus(STABLE))
                ? new History(1, now)
                : new History(attempts + 1, now);
    }
}
