package dev.slipway.fakes;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.app.Traffic;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeCount;
import dev.slipway.nginx.EdgeCount.AnsweredBy;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.nginx.Route;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An edge that takes any route and has counted what it is told to.
@Alternative
@Singleton
public class FakeEdge implements Edge {
    private final EdgeFiles files;
    private final TreeMap<HostName, String> routes = new TreeMap<>();
    private final List<EdgeCount> counts = new ArrayList<>();

    FakeEdge(EdgeFiles files) {
        this.files = files;
    }

    /// So many requests, answered with this status in this span of time.
    public static Traffic traffic(long requests, int digit, int span) {
        var statuses = new ArrayList<>(Traffic.NONE.statuses());
        statuses.set(digit - 1, requests);
        var spans = new ArrayList<>(Traffic.NONE.spans());
        spans.set(span, requests);
        return new Traffic(statuses, requests * 100, requests * 1_000, requests, spans);
    }

    /// In a record of its own.
    public synchronized void count(HostName host, AnsweredBy by, Traffic traffic) {
        counts.add(new EdgeCount("record" + counts.size(), host, by, traffic));
    }

    public synchronized void clear() {
        counts.clear();
    }

    @Override
    public synchronized void put(HostName host, Route route) {
        routes.put(host, route.line());
    }

    @Override
    public synchronized void remove(HostName host) {
        routes.remove(host);
    }

    @Override
    public synchronized SortedMap<HostName, String> routes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(routes));
    }

    @Override
    public int inFlight(Address instance) {
        return 0;
    }

    @Override
    public synchronized List<EdgeCount> traffic() {
        return List.copyOf(counts);
    }

    @Override
    public Optional<Status> status() {
        return Optional.of(new Status(files.live().orElse(""), "once", 0));
    }

    @Override
    public void quiesce() {}

    @Override
    public void resume() {}

    @Override
    public void challenge(String token, String answer) {}

    @Override
    public void endChallenge(String token) {}
}
