package dev.slipway.pipeline;

import java.time.Duration;

/// How long something may still take. Told by the monotonic clock: the one on the wall may jump.
public final class Deadline {
    private final long start = System.nanoTime();
    private final Duration limit;

    private Deadline(Duration limit) {
        this.limit = limit;
    }

    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    public boolean isOver() {
        return elapsed().compareTo(limit) > 0;
    }

    /// Since it was set.
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
