package dev.slipway.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// A length of time as people say it.
public record Elapsed(Duration duration) {
    private static final Duration SHORT = Duration.ofSeconds(10);

    public static Elapsed between(Instant from, Instant to) {
        return new Elapsed(Duration.between(from, to));
    }

    /// Such as `380 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`.
    @Override
    public String toString() {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return Math.max(0, duration.toMillis()) + " ms";
        }
        if (duration.compareTo(SHORT) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        return duration.toHours() == 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
