package dev.slipway.route;

import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.HostName;
import dev.slipway.app.Instance;
import dev.slipway.nginx.Route;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Which host leads where. Pure: what the store says goes in, the proxy's whole table comes out.
final class RoutingTable {
    /// An app with its instances; `deploying` while a deployment of it is not finished, `open` when
    /// any server may lead to it.
    record Served(App app, List<Instance> instances, boolean deploying, boolean open) {}

    private RoutingTable() {}

    static NavigableMap<HostName, Route> of(List<Served> apps, HostName domain) {
        var table = new TreeMap<HostName, Route>();
        for (var served : apps) {
            routeOf(served)
                    .ifPresent(route ->
                            served.app().hosts(domain).forEach(host -> table.put(host, route)));
        }
        return table;
    }

    /// Requests for an app whose instances are all down wait at the edge; those for one that was
    /// never up are told so.
    private static Optional<Route> routeOf(Served served) {
        if (served.app().intent() == App.Intent.REMOVED) {
            return Optional.empty();
        }
        if (!served.app().isWanted()) {
            return Optional.of(new Route.Stopped());
        }
        if (served.app().config().edge().maintenance()) {
            return Optional.of(new Route.Maintained());
        }
        var ready = served.instances().stream().filter(Instance::isReady).toList();
        if (!ready.isEmpty()) {
            return Optional.of(serving(ready, served.open()));
        }
        if (served.instances().stream().anyMatch(Instance::isDown)) {
            return Optional.of(new Route.Held());
        }
        return served.deploying() ? Optional.of(new Route.Starting()) : Optional.empty();
    }

    static Route.Serving serving(List<Instance> instances, boolean open) {
        List<Address> addresses = instances.stream().map(Instance::address).toList();
        return new Route.Serving(instances.getLast().release(), addresses, !open);
    }
}
