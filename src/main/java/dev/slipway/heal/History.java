package dev.slipway.heal;

import java.time.Duration;
import java.time.Instant;

/// How often an instance was brought back lately.
///
/// @param seed of its jitter
record History(int attempts, Instant lastAttempt, int seed) {
    /// After this long without a new attempt, the past is forgotten.
    static final Duration STABLE = Duration.ofMinutes(10);

    /// @param patient whose history it is: its hash is the seed
    static History none(Object patient) {
        return new History(0, Instant.EPOCH, patient.hashCode());
    }

    /// At once when the last attempt lies in the future: then the clock was set back.
    Instant nextAttempt(Instant now) {
        return now.isBefore(lastAttempt) || isForgotten(now)
                ? now
                : lastAttempt.plus(BackOff.before(attempts, seed));
    }

    History attempted(Instant now) {
        return new History(attemptsAt(now) + 1, now, seed);
    }

    /// Attempts that still count.
    int attemptsAt(Instant now) {
        return isForgotten(now) ? 0 : attempts;
    }

    private boolean isForgotten(Instant now) {
        return now.isAfter(lastAttempt.plus(STABLE));
    }
}
