package dev.slipway.dashboard;

import dev.slipway.app.Deployment;
import dev.slipway.app.Deployment.StageTime;
import dev.slipway.app.Elapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A stage on the timeline: where its bar begins and how long it is, in percent of the whole.
public record StageBar(
        String stage, boolean running, String duration, String offset, String width) {
    private static final double VISIBLE = 0.7;

    static List<StageBar> of(Deployment deployment, Instant now) {
        var start = deployment.createdAt();
        var end =
                deployment.stages().stream()
                        .map(time -> time.finishedAt().orElse(now))
                        .max(Instant::compareTo)
                        .orElse(now);
        var whole = Math.max(1, Duration.between(start, end).toMillis());
        return deployment.stages().stream().map(time -> bar(time, start, whole, now)).toList();
    }

    private static StageBar bar(StageTime time, Instant start, long whole, Instant now) {
        var end = time.finishedAt().orElse(now);
        var width = percent(Duration.between(time.startedAt(), end), whole);
        var offset = percent(Duration.between(start, time.startedAt()), whole);
        return new StageBar(
                time.stage().label(),
                time.finishedAt().isEmpty(),
                Elapsed.between(time.startedAt(), end).toString(),
                text(Math.min(offset, 100 - VISIBLE)),
                text(Math.max(width, VISIBLE)));
    }

    private static double percent(Duration part, long whole) {
        return Math.clamp(100.0 * part.toMillis() / whole, 0, 100);
    }

    private static String text(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }
}
