package dev.slipway.nginx;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.app.Traffic;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one worker of the proxy has counted for a host, as `nginx/traffic.lua` spells it. Under the
/// same `record` it only grows, until nobody asks any more and it is dropped; what comes then has a
/// record of another name.
public record EdgeCount(String record, HostName host, AnsweredBy by, Traffic traffic) {
    private static final int NAMES = 4;
    private static final int STATUSES = 5;
    private static final int BEFORE_SPANS = STATUSES + 3;
    private static final int COUNTS = BEFORE_SPANS + Traffic.SPAN_ENDS_MS.size() + 1;

    /// Who answered.
    public sealed interface AnsweredBy {}

    /// An instance: all that was sent there and not taken back, also what it cut in mid-answer or
    /// its client gave up.
    public record ByInstance(int release, Address address) implements AnsweredBy {}

    /// The proxy itself, with a page of `nginx/pages.lua`; `none` is an error of the request, or
    /// its client gave up before anybody answered.
    public record ByPage(String name) implements AnsweredBy {
        private static final Set<String> FAILURES = Set.of("down", "cut", "hold", "crowded");

        /// Whether an instance should have answered and none did.
        public boolean isFailure() {
            return FAILURES.contains(name);
        }
    }

    /// @return empty for a line of another length: a worker of an older engine may have left some
    static Optional<EdgeCount> parse(String line) {
        var words = line.split(" ");
        if (words.length != NAMES + COUNTS) {
            return Optional.empty();
        }
        var counts = Arrays.stream(words, NAMES, words.length).map(Long::valueOf).toList();
        // a worker may begin several in one moment: only with the names is it one of its kind
        var record = String.join(" ", Arrays.asList(words).subList(0, NAMES));
        var host = new HostName(words[1]);
        return Optional.of(new EdgeCount(record, host, answeredBy(words), traffic(counts)));
    }

    private static AnsweredBy answeredBy(String[] words) {
        return words[2].equals("-")
                ? new ByPage(words[3])
                : new ByInstance(Integer.parseInt(words[2]), address(words[3]));
    }

    private static Address address(String text) {
        var colon = text.lastIndexOf(':');
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Traffic traffic(List<Long> counts) {
        return new Traffic(
                counts.subList(0, STATUSES),
                counts.get(STATUSES),
                counts.get(STATUSES + 1),
                counts.get(STATUSES + 2),
                counts.subList(BEFORE_SPANS, counts.size()));
    }
}
