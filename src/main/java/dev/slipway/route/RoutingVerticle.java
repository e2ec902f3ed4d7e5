package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.HostName;
import dev.slipway.app.Incident;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Stage;
import dev.slipway.app.Trouble;
import dev.slipway.nginx.EdgeTrouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RetireInbox;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.pipeline.StageVerticle;
import dev.slipway.store.Apps;
import dev.slipway.store.Instances;
import dev.slipway.store.Switches;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The routing stage: one change at a time, over all apps. New instances are routed before old ones
/// are let go.
@Singleton
public class RoutingVerticle extends StageVerticle<RouteInbox> {
    private final Apps apps;
    private final Switches switches;
    private final Instances instances;
    private final RoutePublisher publisher;
    private final Witnesses witnesses;
    private final Journal journal;
    private final Clock clock;
    private final Guards guards;
    private final ProxyKeeper keeper;
    private final Reloads reloads;

    /// Whether the proxy lacks what it did not take from us: then it is no drift.
    private boolean owed = true;

    RoutingVerticle(
            PipelineBus bus,
            Apps apps,
            Switches switches,
            Instances instances,
            RoutePublisher publisher,
            Witnesses witnesses,
            Journal journal,
            Clock clock,
            Guards guards,
            ProxyKeeper keeper,
            Reloads reloads) {
        super(bus, RouteInbox.class);
        this.apps = apps;
        this.switches = switches;
        this.instances = instances;
        this.publisher = publisher;
        this.witnesses = witnesses;
        this.journal = journal;
        this.clock = clock;
        this.guards = guards;
        this.keeper = keeper;
        this.reloads = reloads;
    }

    @Override
    protected void accept(RouteInbox event) {
        switch (event) {
            case RouteInbox.InstancesReady(_, var deployment) ->
                    journal.attempt(deployment, this::switchOver);
            case RouteInbox.InstanceLost(var app, _) -> reroute(app);
            case RouteInbox.InstanceRestored(_, var instance) -> restore(instance);
            case RouteInbox.SpareReady(_, var spare) -> takeOver(spare);
            case RouteInbox.DeploymentTurned(var app) -> rerouteUnlessServed(app);
            case RouteInbox.StopRequested(_, var deployment) ->
                    journal.attempt(deployment, this::stop);
            case RouteInbox.RemovalRequested(var app) -> unroute(app);
            case RouteInbox.BlocksChanged _ -> reconfigure();
            case RouteInbox.BlocksInEffect(var guarded) -> guard(guarded);
            case RouteInbox.AuditRequested() -> audit();
        }
    }

    private void switchOver(Deployment deployment) {
        journal.enter(deployment, Stage.ROUTE);
        var app = apps.find(deployment.app()).orElseThrow();
        // spares of the new release stand by already
        var own = those(app, i -> i.deployment().equals(deployment.id()));
        var fresh = own.stream().filter(i -> i.state() == Instance.State.STARTING).toList();
        if (fresh.isEmpty()) {
            journal.fail(
                    deployment, "its instances went away before they were routed: deploy again");
            return;
        }
        // what starts belongs to a deployment that comes after this one
        var old =
                those(
                        app,
                        i ->
                                !i.deployment().equals(deployment.id())
                                        && i.state() != Instance.State.STARTING);
        try (var witness = witnesses.watch(app, deployment)) {
            var switchTime = routeTo(fresh, own, app, deployment);
            if (switches.goLive(deployment, fresh, old, clock.instant())) {
                witness.routed(switchTime);
                journal.wentLive(deployment);
                retire(deployment, old);
            } else {
                discard(own, deployment);
                reroute(app.name());
            }
        }
    }

    /// When the proxy does not take the route, the old instances go on serving and the new ones go.
    ///
    /// @return how long that took
    private Duration routeTo(
            List<Instance> fresh, List<Instance> own, App app, Deployment deployment) {
        var begin = System.nanoTime();
        try {
            publisher.publish(app, fresh);
            return Duration.ofNanos(System.nanoTime() - begin);
        } catch (Trouble e) {
            discard(own, deployment);
            throw e;
        }
    }

    private void discard(List<Instance> own, Deployment deployment) {
        drain(own);
        retire(deployment, own);
    }

    private void stop(Deployment deployment) {
        journal.enter(deployment, Stage.ROUTE);
        apps.intend(deployment.app(), App.Intent.STOPPED);
        reroute(deployment.app());
        var app = apps.find(deployment.app()).orElseThrow();
        var all = those(app, _ -> true);
        drain(all);
        journal.finish(deployment, new DeploymentStatus.Live());
        retire(deployment, all);
    }

    private void drain(List<Instance> unwanted) {
        unwanted.forEach(i -> instances.become(i.id(), Instance.State.DRAINING, clock.instant()));
    }

    private void retire(Deployment because, List<Instance> draining) {
        if (!draining.isEmpty()) {
            emit(
                    new RetireInbox.Superseded(
                            because.app(),
                            because.id(),
                            draining.stream().map(Instance::id).toList()));
        }
    }

    private void restore(InstanceId id) {
        var restored = instances.find(id).filter(Instance::isDown);
        if (restored.isPresent()) {
            instances.become(id, Instance.State.READY, clock.instant());
            instances.countRestart(id);
            reroute(restored.get().app());
            instances.find(id).ifPresent(journal::restored);
        }
    }

    private void takeOver(InstanceId spare) {
        instances
                .find(spare)
                .ifPresent(ready -> {
                    reroute(ready.app());
                    journal.restored(ready);
                });
    }

    private void unroute(AppName name) {
        apps.find(name)
                .ifPresent(app -> {
                    apps.intend(name, App.Intent.REMOVED);
                    forget(app);
                    emit(new RetireInbox.AppUnrouted(name));
                });
    }

    private void forget(App app) {
        try {
            publisher.forget(app);
        } catch (EdgeTrouble e) {
            owed = true;
            Log.warnf("route is not gone yet app=%s: %s", app.name(), e.getMessage());
        }
    }

    /// For visitors of an app that is served, nothing changes when a deployment begins or fails.
    private void rerouteUnlessServed(AppName name) {
        if (instances.of(name).stream().noneMatch(Instance::isReady)) {
            reroute(name);
        }
    }

    /// What the proxy does not take now it reads from the file when it starts, and the audit puts
    /// it there again.
    private void reroute(AppName name) {
        try {
            apps.find(name).ifPresent(publisher::publish);
        } catch (EdgeTrouble e) {
            owed = true;
            Log.warnf("route is not in effect yet app=%s: %s", name, e.getMessage());
        }
    }

    /// Hosts or server blocks are others.
    private void reconfigure() {
        reconcile();
        reloads.request();
    }

    private void guard(Set<AppName> guarded) {
        guards.inEffect(guarded);
        reconcile();
    }

    private void audit() {
        try {
            keeper.audit();
        } catch (Trouble e) {
            Log.warnf("the proxy cannot be looked after now: %s", e.getMessage());
        }
        var drifted = reconcile();
        boolean nothingOwed = !owed;
        owed = false;
        resumeRemovals();
        if (nothingOwed && drifted.isEmpty()) {
            journal.well(Incident.Cause.ROUTE_DRIFTED, Optional.empty());
        } else if (nothingOwed) {
            reportDrift(drifted);
        }
    }

    /// Of those that were broken off; one that is under way is not begun twice.
    private void resumeRemovals() {
        apps.all().stream()
                .filter(app -> app.intent() == App.Intent.REMOVED)
                .forEach(app -> emit(new RetireInbox.AppUnrouted(app.name())));
    }

    private List<HostName> reconcile() {
        try {
            return publisher.reconcile();
        } catch (EdgeTrouble e) {
            owed = true;
            Log.warnf("the proxy's routes cannot be compared: %s", e.getMessage());
            return List.of();
        }
    }

    private void reportDrift(List<HostName> hosts) {
        var incident =
                Incident.found(
                        Optional.empty(),
                        Incident.Cause.ROUTE_DRIFTED,
                        "the routes of %s were not those of the store".formatted(hosts),
                        "put right",
                        clock.instant());
        journal.opened(incident);
        journal.restored(incident);
    }

    private List<Instance> those(App app, Predicate<Instance> wanted) {
        return instances.of(app.name()).stream()
                .filter(i -> i.state() != Instance.State.DRAINING)
                .filter(wanted)
                .toList();
    }
}
