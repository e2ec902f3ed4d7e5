package dev.slipway.traffic;

import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.nginx.EdgeCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The accounts of all apps. The last minute is kept in slices of 5 s, so there are never more than
/// 13 of them, however often it is written.
final class Ledger {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SLICE = Duration.ofSeconds(5);

    /// Of an app's instances; two releases of the most replicas are 24.
    private static final int KEPT = 48;

    private record Slice(Instant begin, Map<AppName, Tally> tallies) {}

    private final Map<AppName, Tally> totals = new HashMap<>();
    private final Deque<Slice> minute = new ArrayDeque<>();

    /// @param grown what came since the entry before, as [Growth] has it
    /// @param owners whose host each is; what belongs to no app is left out, and the accounts of
    ///   apps that own none are closed
    synchronized void enter(List<EdgeCount> grown, Map<HostName, AppName> owners, Instant now) {
        dropBefore(now.minus(MINUTE));
        var slice = sliceOf(now);
        grown.stream()
                .filter(count -> owners.containsKey(count.host()))
                .collect(Collectors.groupingBy(count -> owners.get(count.host())))
                .forEach((app, counts) -> enter(slice, app, Tally.of(counts)));
        keep(Set.copyOf(owners.values()));
    }

    synchronized AppTraffic of(AppName app, Instant now) {
        var lastMinute =
                minute.stream()
                        .filter(slice -> slice.begin().isAfter(now.minus(MINUTE)))
                        .map(slice -> slice.tallies().getOrDefault(app, Tally.NONE))
                        .reduce(Tally.NONE, Tally::plus);
        return new AppTraffic(totals.getOrDefault(app, Tally.NONE), lastMinute);
    }

    synchronized Map<AppName, Tally> totals() {
        return Map.copyOf(totals);
    }

    synchronized void forget(AppName app) {
        totals.remove(app);
        minute.forEach(slice -> slice.tallies().remove(app));
    }

    private void enter(Slice slice, AppName app, Tally tally) {
        slice.tallies().merge(app, tally, Tally::plus);
        totals.merge(app, tally, (before, more) -> before.plus(more).withNewest(KEPT));
    }

    private void keep(Set<AppName> apps) {
        totals.keySet().retainAll(apps);
        minute.forEach(slice -> slice.tallies().keySet().retainAll(apps));
    }

    private void dropBefore(Instant time) {
        while (!minute.isEmpty() && !minute.getFirst().begin().isAfter(time)) {
            minute.removeFirst();
        }
    }

    private Slice sliceOf(Instant now) {
        if (minute.isEmpty() || !now.isBefore(minute.getLast().begin().plus(SLICE))) {
            minute.addLast(new Slice(now, new HashMap<>()));
        }
        return minute.getLast();
    }
}
