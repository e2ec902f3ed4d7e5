package dev.slipway.heal;

import java.time.Duration;
import java.time.Instant;

/// How often an instance was brought back lately.
record History(int attempts, Instant lastAttempt) {
    /// After this long without a new attempt, the past is forgotten.
    static final Duration STABLE = Duration.ofMinutes(10);

    static final History NONE = new History(0, Instant.EPOCH);

    /// At once when the last attempt lies in the future: then the clock was set back.
    Instant nextAttempt(Instant now) {
        return now.isBefore(lastAttempt) ? now : lastAttempt.plus(BackOff.before(attempts));
    }

    History attempted(Instant now) {
        return now.isAfter(lastAttempt.plus(STABLE))
                ? new History(1, now)
                : new History(attempts + 1, now);
    }
}
