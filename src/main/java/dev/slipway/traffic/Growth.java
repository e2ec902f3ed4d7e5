package dev.slipway.traffic;

import dev.slipway.app.Traffic;
import dev.slipway.nginx.EdgeCount;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the edge's counts have grown by from one look to the next. The first look is where it
/// begins. A count that the edge no longer has is remembered for a while: a full dict throws out
/// what comes back whole.
public final class Growth {
    /// Longer than the edge keeps what nobody renews (`FORGET_AFTER` in `nginx/traffic.lua`).
    private static final Duration REMEMBERED = Duration.ofMinutes(15);

    private record Seen(Traffic traffic, Instant at) {}

    private final Map<String, Seen> seen = new HashMap<>();
    private boolean begun;

    /// @param now later than in the call before
    /// @return those that have grown, each with what it has grown by
    public List<EdgeCount> upTo(List<EdgeCount> counts, Instant now) {
        var grown = counts.stream().map(count -> since(count, now)).filter(Growth::isAny).toList();
        seen.values().removeIf(old -> old.at().isBefore(now.minus(REMEMBERED)));
        var first = !begun;
        begun = true;
        return first ? List.of() : grown;
    }

    private EdgeCount since(EdgeCount count, Instant now) {
        var before = seen.put(count.record(), new Seen(count.traffic(), now));
        var grew = before != null && count.traffic().hasGrownFrom(before.traffic());
        return grew
                ? new EdgeCount(
                        count.record(),
                        count.host(),
                        count.by(),
                        count.traffic().since(before.traffic()))
                : count; // it is new, or it began anew
    }

    private static boolean isAny(EdgeCount count) {
        return count.traffic().requests() > 0;
    }
}
