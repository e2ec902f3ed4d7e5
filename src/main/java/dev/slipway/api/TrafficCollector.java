package dev.slipway.api;

import dev.slipway.app.AppName;
import dev.slipway.app.Traffic;
import dev.slipway.traffic.Tally;
import dev.slipway.traffic.TrafficMeter;
import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The apps' traffic for Prometheus, put together when it is asked for: an app that is gone is gone
/// here too. Straight to Prometheus' registry, as Micrometer has no histogram that was counted
/// elsewhere.
final class TrafficCollector extends Collector {
    private static final double MS_PER_S = 1_000;

    private final TrafficMeter traffic;

    TrafficCollector(TrafficMeter traffic) {
        this.traffic = traffic;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        var apps = traffic.totals();
        return List.of(
                family(
                        "slipway_requests",
                        Type.COUNTER,
                        "Requests that the edge has answered, by the class of their status.",
                        apps,
                        TrafficCollector::requests),
                family(
                        "slipway_request_bytes",
                        Type.COUNTER,
                        "Bytes between clients and the edge.",
                        apps,
                        TrafficCollector::bytes),
                family(
                        "slipway_request_seconds",
                        Type.HISTOGRAM,
                        "From a request's first byte to its answer's last. WebSockets have none.",
                        apps,
                        TrafficCollector::seconds),
                family(
                        "slipway_edge_failures",
                        Type.COUNTER,
                        "Requests that no instance answered, by the page the edge gave instead.",
                        apps,
                        TrafficCollector::failures));
    }

    private static MetricFamilySamples family(
            String name,
            Type type,
            String help,
            Map<AppName, Tally> apps,
            BiFunction<String, Tally, Stream<Sample>> samples) {
        var all =
                apps.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(app -> samples.apply(app.getKey().value(), app.getValue()))
                        .toList();
        return new MetricFamilySamples(name, type, help, all);
    }

    private static Stream<Sample> requests(String app, Tally tally) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(digit ->
                        sample(
                                "slipway_requests_total",
                                app,
                                "status",
                                digit + "xx",
                                tally.all().answered(digit)));
    }

    private static Stream<Sample> bytes(String app, Tally tally) {
        var name = "slipway_request_bytes_total";
        return Stream.of(
                sample(name, app, "direction", "in", tally.all().bytesIn()),
                sample(name, app, "direction", "out", tally.all().bytesOut()));
    }

    /// Prometheus wants each bucket to hold what the ones before it do.
    private static Stream<Sample> seconds(String app, Tally tally) {
        var traffic = tally.all();
        var ends = Traffic.SPAN_ENDS_MS;
        var buckets =
                IntStream.range(0, ends.size())
                        .mapToObj(i -> {
                            var upTo = traffic.spans().subList(0, i + 1);
                            var count = upTo.stream().mapToLong(Long::longValue).sum();
                            return bucket(app, doubleToGoString(ends.get(i) / MS_PER_S), count);
                        });
        var whole =
                Stream.of(
                        bucket(app, "+Inf", traffic.timed()),
                        sample("slipway_request_seconds_count", app, (double) traffic.timed()),
                        sample("slipway_request_seconds_sum", app, traffic.millis() / MS_PER_S));
        return Stream.concat(buckets, whole);
    }

    private static Stream<Sample> failures(String app, Tally tally) {
        return tally.pages().entrySet().stream()
                .filter(page -> page.getKey().isFailure())
                .map(page ->
                        sample(
                                "slipway_edge_failures_total",
                                app,
                                "page",
                                page.getKey().name(),
                                page.getValue()));
    }

    private static Sample bucket(String app, String le, long value) {
        return sample("slipway_request_seconds_bucket", app, "le", le, value);
    }

    private static Sample sample(String name, String app, double value) {
        return new Sample(name, List.of("app"), List.of(app), value);
    }

    private static Sample sample(
            String name, String app, String label, String labelValue, long value) {
        return new Sample(name, List.of("app", label), List.of(app, labelValue), (double) value);
    }
}
