package dev.slipway.dashboard;

import dev.slipway.app.Traffic;
import java.util.Locale;

/// What came to an app in the last minute. `requests` is empty when nobody did, `p50` and `p99`
/// when there were only WebSockets. `failing` is the share of answers 5xx, of the app or of the
/// edge in its place.
public record Visits(String requests, String p50, String p99, String failing, boolean failed) {
    static Visits of(Traffic lastMinute) {
        return new Visits(
                lastMinute.requests() == 0 ? "" : number(lastMinute.requests()),
                within(lastMinute, 0.5),
                within(lastMinute, 0.99),
                share(lastMinute.answered(5), lastMinute.requests()),
                lastMinute.answered(5) > 0);
    }

    /// Such as `12,345`.
    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// Such as `12 %`; what is little is never told as nothing. Number and unit stay on one line.
    static String share(long part, long whole) {
        if (part == 0) {
            return "0\u00a0%";
        }
        var percent = 100.0 * part / whole;
        return percent < 1 ? "under 1\u00a0%" : Math.round(percent) + "\u00a0%";
    }

    private static String within(Traffic traffic, double part) {
        return traffic.withinMs(part).map(ms -> number(ms) + "\u00a0ms").orElse("");
    }
}
