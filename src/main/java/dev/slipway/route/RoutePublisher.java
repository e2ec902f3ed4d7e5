package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.app.HostName;
import dev.slipway.app.Instance;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.nginx.Route;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/// Brings the table to the proxy: first into the file that it restores routes from when it restarts
/// without us, then, for what differs, into its memory.
@Singleton
class RoutePublisher {
    private final Apps apps;
    private final Instances instances;
    private final Deployments deployments;
    private final Edge edge;
    private final EdgeFiles files;
    private final Guards guards;
    private final HostName domain;

    /// The routes as the proxy took them from us last. Only the routing stage comes here.
    private final Map<HostName, String> left = new HashMap<>();

    RoutePublisher(
            Apps apps,
            Instances instances,
            Deployments deployments,
            Edge edge,
            EdgeFiles files,
            Guards guards,
            EngineConfig config) {
        this.apps = apps;
        this.instances = instances;
        this.deployments = deployments;
        this.edge = edge;
        this.files = files;
        this.guards = guards;
        this.domain = new HostName(config.domain());
    }

    /// Routes one app as the store has it.
    ///
    /// @throws dev.slipway.nginx.EdgeTrouble when the proxy does not take it; the file has it then
    void publish(App app) {
        publish(app, table());
    }

    /// Routes one app to these instances, ahead of the store; but one under maintenance keeps its
    /// page.
    ///
    /// @throws dev.slipway.nginx.EdgeTrouble when the proxy does not take it
    void publish(App app, List<Instance> fresh) {
        var table = table();
        var route = RoutingTable.serving(fresh, guards.isOpen(app, fresh));
        if (!app.config().edge().maintenance()) {
            app.hosts(domain).forEach(host -> table.put(host, route));
        }
        publish(app, table);
    }

    /// The app's hosts are unknown from now on.
    ///
    /// @throws dev.slipway.nginx.EdgeTrouble when the proxy does not answer; the file has it then
    void forget(App app) {
        var table = table();
        app.hosts(domain).forEach(table::remove);
        publish(app, table);
    }

    /// Writes the routes that the proxy starts from.
    void writeTable() {
        files.writeTable(table());
    }

    /// Makes the proxy hold exactly the routes that the store asks for.
    ///
    /// @return the hosts that were not as we had left them: what the store has changed meanwhile is
    ///   no drift
    /// @throws dev.slipway.nginx.EdgeTrouble when the proxy does not answer
    List<HostName> reconcile() {
        var table = table();
        files.writeTable(table);
        var held = edge.routes();
        var differed = new ArrayList<HostName>();
        held.forEach((host, line) -> {
            if (!line.equals(left.get(host))) {
                differed.add(host);
            }
        });
        left.keySet().stream().filter(host -> !held.containsKey(host)).forEach(differed::add);
        for (var entry : table.entrySet()) {
            if (!entry.getValue().line().equals(held.remove(entry.getKey()))) {
                put(entry.getKey(), entry.getValue());
            }
        }
        held.keySet().forEach(this::remove);
        left.clear();
        table.forEach((host, route) -> left.put(host, route.line()));
        return differed;
    }

    private void put(HostName host, Route route) {
        edge.put(host, route);
        left.put(host, route.line());
    }

    private void remove(HostName host) {
        edge.remove(host);
        left.remove(host);
    }

    private void publish(App app, NavigableMap<HostName, Route> table) {
        files.writeTable(table);
        for (var host : app.hosts(domain)) {
            var route = table.get(host);
            if (route == null) {
                remove(host);
            } else {
                put(host, route);
            }
        }
    }

    private NavigableMap<HostName, Route> table() {
        var running = instances.all().stream().collect(Collectors.groupingBy(i -> i.app()));
        var deploying =
                deployments.unfinished().stream().map(Deployment::app).collect(Collectors.toSet());
        var served =
                apps.all().stream()
                        .map(app ->
                                served(
                                        app,
                                        running.getOrDefault(app.name(), List.of()),
                                        deploying.contains(app.name())))
                        .toList();
        return RoutingTable.of(served, domain);
    }

    private RoutingTable.Served served(App app, List<Instance> instances, boolean deploying) {
        return new RoutingTable.Served(app, instances, deploying, guards.isOpen(app, instances));
    }
}
