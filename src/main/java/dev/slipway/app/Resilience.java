package dev.slipway.app;

import java.time.Duration;
import java.util.Optional;

/// What is done so that an app stays up. `startTimeout`: how long an instance may take from its
/// start to its first good answer, the engine's default when absent, a second to an hour; `spare`:
/// instances kept started, ready and paused on top of the replicas, 0 to 2.
public record Resilience(Optional<Duration> startTimeout, int spare, Probation probation) {
    private static final Duration LONGEST = Duration.ofHours(1);
    public static final int MAX_SPARE = 2;

    public static final Resilience DEFAULT = new Resilience(Optional.empty(), 0, Probation.DEFAULT);

    /// @throws Complaint when a value is out of its range
    public Resilience {
        startTimeout.ifPresent(t ->
                Complaint.unlessWithin(
                        1_000, LONGEST.toMillis(), t.toMillis(), "Start timeout (ms)"));
        Complaint.unlessWithin(0, MAX_SPARE, spare, "Spare instances");
    }
}
