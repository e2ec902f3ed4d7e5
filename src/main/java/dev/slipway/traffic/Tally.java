package dev.slipway.traffic;

import dev.slipway.app.Traffic;
import dev.slipway.nginx.EdgeCount;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.nginx.EdgeCount.ByPage;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// Traffic of one app, by who answered: `instances` may lack those that are gone for long, `all`
/// does not.
public record Tally(Traffic all, Map<ByInstance, Traffic> instances, Map<ByPage, Long> pages) {
    public static final Tally NONE = new Tally(Traffic.NONE, Map.of(), Map.of());

    public Tally {
        instances = Map.copyOf(instances);
        pages = Map.copyOf(pages);
    }

    /// @param counts none of them twice
    public static Tally of(Collection<EdgeCount> counts) {
        return counts.stream().map(Tally::of).reduce(NONE, Tally::plus);
    }

    private static Tally of(EdgeCount count) {
        return switch (count.by()) {
            case ByInstance instance ->
                    new Tally(count.traffic(), Map.of(instance, count.traffic()), Map.of());
            case ByPage page ->
                    new Tally(count.traffic(), Map.of(), Map.of(page, count.traffic().requests()));
        };
    }

    public Tally plus(Tally other) {
        return new Tally(
                all.plus(other.all),
                merged(instances, other.instances, Traffic::plus),
                merged(pages, other.pages, Long::sum));
    }

    /// Requests that an instance should have answered and none did.
    public long failed() {
        return pages.entrySet().stream()
                .filter(page -> page.getKey().isFailure())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /// What instances answered.
    public Traffic answered() {
        return instances.values().stream().reduce(Traffic.NONE, Traffic::plus);
    }

    public Traffic of(ByInstance instance) {
        return instances.getOrDefault(instance, Traffic.NONE);
    }

    /// The same, with the instances of the newest releases only.
    Tally withNewest(int most) {
        if (instances.size() <= most) {
            return this;
        }
        var newest =
                instances.entrySet().stream()
                        .sorted(Comparator.comparingInt(i -> -i.getKey().release()))
                        .limit(most)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Tally(all, newest, pages);
    }

    private static <K, V> Map<K, V> merged(Map<K, V> some, Map<K, V> more, BinaryOperator<V> sum) {
        var both = new HashMap<>(some);
        more.forEach((key, value) -> both.merge(key, value, sum));
        return both;
    }
}
