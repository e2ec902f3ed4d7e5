package dev.slipway.lab.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What all clients saw.
///
/// @param failures the first of each client, with time and detail
/// @param sources how many good answers came from each instance
/// @param posted ids of the POSTs that were answered well
/// @param ended held WebSockets that the other side ended
public record LoadResult(
        SortedMap<String, Counts> kinds,
        List<String> failures,
        Map<Source, Long> sources,
        List<String> posted,
        List<Ended> ended) {
    /// Who answered: the release as the edge says, the instance as it says itself.
    public record Source(String release, String instance) {}

    public record Ended(String instance, Instant at) {}

    static LoadResult of(List<Tally> tallies) {
        var kinds = new TreeMap<String, Counts>();
        tallies.stream()
                .collect(Collectors.groupingBy(tally -> tally.kind))
                .forEach((kind, ofKind) -> kinds.put(kind, Counts.of(ofKind)));
        return new LoadResult(
                kinds,
                all(tallies, tally -> tally.failures.stream()).sorted().toList(),
                all(tallies, tally -> tally.sources.entrySet().stream())
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, Map.Entry::getValue, Long::sum)),
                all(tallies, tally -> tally.posted.stream()).toList(),
                all(tallies, tally -> tally.ended.stream()).toList());
    }

    private static <T> Stream<T> all(List<Tally> tallies, Function<Tally, Stream<T>> of) {
        return tallies.stream().flatMap(of);
    }

    /// Good answers, WebSocket messages among them.
    public long ok() {
        return count(Outcome.OK);
    }

    public long failed() {
        return kinds.values().stream().mapToLong(Counts::failed).sum();
    }

    public long count(Outcome outcome) {
        return kinds.values().stream().mapToLong(kind -> kind.count(outcome)).sum();
    }

    public Counts kind(String name) {
        return kinds.getOrDefault(name, Counts.of(List.of()));
    }

    /// Those that answered.
    public Set<String> releases() {
        return sources.keySet().stream().map(Source::release).collect(Collectors.toSet());
    }

    /// Those that answered.
    public Set<String> instances() {
        return sources.keySet().stream().map(Source::instance).collect(Collectors.toSet());
    }

    /// Good answers of each instance of a release.
    public Map<String, Long> spread(String release) {
        return sources.entrySet().stream()
                .filter(source -> source.getKey().release().equals(release))
                .collect(
                        Collectors.toMap(
                                source -> source.getKey().instance(), Map.Entry::getValue));
    }

    /// A line for each kind, then the first failures.
    @Override
    public String toString() {
        var lines =
                Stream.concat(
                        kinds.entrySet().stream()
                                .map(kind ->
                                        "  %-16s %s".formatted(kind.getKey(), kind.getValue())),
                        failures.stream().limit(20).map(failure -> "  ! " + failure));
        return "%d ok, %d failed%n%s"
                .formatted(ok(), failed(), lines.collect(Collectors.joining("\n")));
    }

    /// Of one kind.
    public record Counts(
            SortedMap<Outcome, Long> outcomes, Duration p50, Duration p99, Duration longest) {
        static Counts of(List<Tally> tallies) {
            var outcomes = new TreeMap<Outcome, Long>();
            tallies.forEach(
                    tally -> tally.counts.forEach((o, n) -> outcomes.merge(o, n, Long::sum)));
            var sorted = all(tallies, tally -> tally.microseconds.stream()).sorted().toList();
            return new Counts(outcomes, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
        }

        private static Duration at(List<Long> sorted, double part) {
            if (sorted.isEmpty()) {
                return Duration.ZERO;
            }
            var index = Math.min(sorted.size() - 1, (int) (sorted.size() * part));
            return Duration.ofNanos(sorted.get(index) * 1000);
        }

        public long count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        public long failed() {
            return outcomes.entrySet().stream()
                    .filter(outcome -> outcome.getKey().isFailure())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        @Override
        public String toString() {
            return "p50 %.1f p99 %.1f max %.1f ms, %s"
                    .formatted(
                            millis(p50),
                            millis(p99),
                            millis(longest),
                            outcomes.entrySet().stream()
                                    .map(o -> o.getKey().name() + " " + o.getValue())
                                    .collect(Collectors.joining(", ")));
        }

        private static double millis(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }
}
