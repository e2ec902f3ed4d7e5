package dev.slipway.app;

import java.time.Duration;

/// How long a release is watched after its switch, and what ends that with a roll back to the one
/// before. `time` 0 turns it off. `errorPercent`: answers with 5xx, of all, on top of the share
/// that the release before had; `latencyFactor`: how many times slower than the release before;
/// `losses`: how often instances may be lost; `outage`: how long none may serve, by their own
/// doing. 0 turns that one rule off.
public record Probation(
        Duration time, int errorPercent, int latencyFactor, int losses, Duration outage) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /// Most programs are up again by then. Requests wait at the edge for 30 s, so those that came
    /// when it went down are answered by the release before.
    private static final Duration USUAL_OUTAGE = Duration.ofSeconds(10);

    public static final Probation DEFAULT =
            new Probation(Duration.ofSeconds(60), 10, 5, 3, USUAL_OUTAGE);

    /// @throws Complaint when a value is out of its range
    public Probation {
        Complaint.unlessWithin(0, LONGEST.toMillis(), time.toMillis(), "Probation (ms)");
        Complaint.unlessWithin(0, 100, errorPercent, "Error share of the probation (percent)");
        Complaint.unlessWithin(0, 1000, latencyFactor, "Latency factor of the probation");
        Complaint.unlessWithin(0, 1000, losses, "Losses within the probation");
        Complaint.unlessWithin(
                0, LONGEST.toMillis(), outage.toMillis(), "Outage within the probation (ms)");
    }
}
