package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.Instance;
import dev.slipway.app.Traffic;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.traffic.AppTraffic;
import dev.slipway.traffic.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What came to an app since the engine's start and in the last minute, which instance took how
/// much of it, and which of the edge's own pages were shown.
record TrafficView(
        Instant since,
        CountsView total,
        CountsView lastMinute,
        List<ShareView> instances,
        Map<String, Long> pages) {

    /// @param failed requests that no instance answered
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record CountsView(
            long requests,
            long failed,
            Map<String, Long> statuses,
            Optional<Integer> p50Ms,
            Optional<Integer> p99Ms,
            long bytesIn,
            long bytesOut) {
        static CountsView of(Tally tally) {
            return of(tally.all(), tally.failed());
        }

        private static CountsView of(Traffic traffic, long failed) {
            return new CountsView(
                    traffic.requests(),
                    failed,
                    TrafficView.statuses(traffic),
                    traffic.withinMs(0.5),
                    traffic.withinMs(0.99),
                    traffic.bytesIn(),
                    traffic.bytesOut());
        }
    }

    /// @param requests since the engine's start, `lastMinute` those of the last minute; `inFlight`
    ///   is absent when the proxy does not answer
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ShareView(
            String id,
            String address,
            int port,
            int release,
            long requests,
            long lastMinute,
            Map<String, Long> statuses,
            Optional<Integer> p50Ms,
            Optional<Integer> p99Ms,
            Optional<Integer> inFlight) {
        private static ShareView of(
                Instance instance, AppTraffic traffic, Optional<Integer> inFlight) {
            var by = new ByInstance(instance.release(), instance.address());
            var total = traffic.total().of(by);
            return new ShareView(
                    instance.id().value(),
                    instance.address().ip(),
                    instance.address().port(),
                    instance.release(),
                    total.requests(),
                    traffic.lastMinute().of(by).requests(),
                    TrafficView.statuses(total),
                    total.withinMs(0.5),
                    total.withinMs(0.99),
                    inFlight);
        }
    }

    static TrafficView of(
            Instant since,
            AppTraffic traffic,
            List<Instance> instances,
            Function<Instance, Optional<Integer>> inFlight) {
        return new TrafficView(
                since,
                CountsView.of(traffic.total()),
                CountsView.of(traffic.lastMinute()),
                instances.stream().map(i -> ShareView.of(i, traffic, inFlight.apply(i))).toList(),
                pages(traffic.total()));
    }

    private static Map<String, Long> pages(Tally tally) {
        var pages = new TreeMap<String, Long>();
        tally.pages().forEach((page, count) -> pages.put(page.name(), count));
        return pages;
    }

    private static Map<String, Long> statuses(Traffic traffic) {
        return IntStream.rangeClosed(1, 5)
                .boxed()
                .collect(
                        Collectors.toMap(
                                digit -> digit + "xx", traffic::answered, Long::sum, TreeMap::new));
    }
}
