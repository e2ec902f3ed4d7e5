package dev.slipway.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Values over time as an SVG draws them, in a box of 100 by 30 whose y runs downwards: from zero
/// at the bottom to the highest value near the top. `line` is for a `polyline`, `area` for the
/// `polygon` below it.
public record Sparkline(String line, String area) {
    private static final double WIDTH = 100;
    private static final double HEIGHT = 30;

    /// The stroke at the highest value needs room too.
    private static final double ROOM = 28;

    record Value(Instant at, double amount) {}

    /// @param values one or more, oldest first; what does not change in time is a level line
    static Sparkline of(List<Value> values) {
        var start = values.getFirst().at();
        var span = millis(start, values.getLast().at());
        var highest = values.stream().mapToDouble(Value::amount).max().orElse(0);
        var line =
                span == 0
                        ? level(y(values.getLast().amount(), highest))
                        : values.stream()
                                .map(value ->
                                        point(
                                                WIDTH * millis(start, value.at()) / span,
                                                y(value.amount(), highest)))
                                .collect(Collectors.joining(" "));
        return new Sparkline(
                line, "%s %s %s".formatted(point(0, HEIGHT), line, point(WIDTH, HEIGHT)));
    }

    private static String level(double y) {
        return point(0, y) + " " + point(WIDTH, y);
    }

    private static double y(double amount, double highest) {
        return highest <= 0 ? HEIGHT : HEIGHT - ROOM * Math.max(0, amount) / highest;
    }

    private static String point(double x, double y) {
        return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toMillis();
    }
}
