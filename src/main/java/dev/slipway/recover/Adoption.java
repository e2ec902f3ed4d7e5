package dev.slipway.recover;

import static java.util.stream.Collectors.groupingBy;

import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Environment;
import dev.slipway.app.HostName;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Trouble;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.Containers;
import dev.slipway.docker.Containers.OwnContainer;
import dev.slipway.docker.Labels;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeTrouble;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.pipeline.Start;
import dev.slipway.store.Adoptions;
import dev.slipway.store.Apps;
import dev.slipway.store.ConfigJson;
import dev.slipway.store.Instances;
import dev.slipway.store.PendingRestore;
import dev.slipway.store.StoreTrouble;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Takes up apps that run and that the store does not know, because it was lost or an older one was
/// put back. Must come before anything is routed: the proxy is made to hold what the store has.
@Singleton
class Adoption {
    private static final Set<String> OUR_VARIABLES =
            Set.of("PORT", "SLIPWAY_APP", "SLIPWAY_RELEASE", "SLIPWAY_COMMIT");

    private final Apps apps;
    private final Instances instances;
    private final Adoptions adoptions;
    private final Containers containers;
    private final Edge edge;
    private final ConfigJson json;
    private final PipelineBus bus;
    private final PendingRestore restore;
    private final Clock clock;
    private final HostName domain;
    private volatile boolean owed;

    Adoption(
            Apps apps,
            Instances instances,
            Adoptions adoptions,
            Containers containers,
            Edge edge,
            ConfigJson json,
            PipelineBus bus,
            PendingRestore restore,
            Clock clock,
            EngineConfig config) {
        this.apps = apps;
        this.instances = instances;
        this.adoptions = adoptions;
        this.containers = containers;
        this.edge = edge;
        this.json = json;
        this.bus = bus;
        this.restore = restore;
        this.clock = clock;
        this.domain = new HostName(config.domain());
    }

    /// Asks Docker only when the store is empty or was put back, as a start must not wait for it.
    void start(@Observes @Priority(Start.ADOPTION) StartupEvent event) {
        owed = apps.all().isEmpty() || restore.hasRestored();
        settle();
    }

    /// Docker may not have answered at the start.
    @Scheduled(every = "10s", delayed = "10s")
    @RunOnVirtualThread
    void again() {
        if (owed) {
            settle();
            bus.emit(new RouteInbox.AuditRequested());
        }
    }

    private synchronized void settle() {
        if (!owed) {
            return;
        }
        try {
            adoptAll();
            owed = false;
        } catch (Trouble e) {
            Log.warnf("running apps cannot be looked for yet: %s", e.getMessage());
        }
    }

    private void adoptAll() {
        var found = containers.own();
        if (found.isEmpty()) {
            return;
        }
        var routes = routes();
        found.stream()
                .collect(groupingBy(c -> Orphans.label(c, Labels.APP)))
                .forEach((name, ofApp) -> {
                    var app = new AppName(name);
                    if (isUnknown(app, ofApp)) {
                        adopt(new Orphans(app, ofApp), routes);
                    }
                });
    }

    private SortedMap<HostName, String> routes() {
        try {
            return edge.routes();
        } catch (EdgeTrouble e) {
            Log.warnf("the proxy does not tell what it serves: %s", e.getMessage());
            return new TreeMap<>();
        }
    }

    /// Also when the store knows the app, but none of the containers that it has.
    private boolean isUnknown(AppName app, List<OwnContainer> running) {
        var known = new HashSet<String>();
        instances.of(app).forEach(instance -> known.add(instance.id().value()));
        return running.stream().noneMatch(c -> known.contains(c.labels().get(Labels.INSTANCE)));
    }

    private void adopt(Orphans orphans, SortedMap<HostName, String> routes) {
        try {
            var serving = orphans.serving(routes.values());
            var config = config(serving.getFirst(), routes);
            var release = release(orphans.app(), serving.getFirst(), config);
            var app = new App(orphans.app(), config, App.Intent.RUNNING, clock.instant());
            adoptions.adopt(
                    app,
                    release,
                    serving.stream().map(c -> instance(c, release, routes)).toList(),
                    orphans.highestRelease());
            Log.warnf(
                    "app is adopted from its containers app=%s release=%d instances=%d",
                    app.name(), release.number(), serving.size());
        } catch (Complaint e) {
            Log.errorf(
                    "app cannot be adopted, its containers are left alone app=%s: %s",
                    orphans.app(), e.getMessage());
        }
    }

    /// Hosts and guards may have changed since the container was made: the proxy knows.
    private AppConfig config(OwnContainer container, SortedMap<HostName, String> routes) {
        var routed = Orphans.routesTo(container, routes);
        var hosts =
                routed.keySet().stream()
                        .filter(host -> !host.value().endsWith("." + domain))
                        .toList();
        var guarded =
                container.labels().containsKey(Labels.GUARDED)
                        || routed.values().stream().anyMatch(Orphans::isGuarded);
        return kept(container)
                .orElseGet(() ->
                        AppConfig.DEFAULT.asSeen(
                                Orphans.port(container, routes.values()), environment(container)))
                .servedAt(hosts, guarded);
    }

    private Optional<AppConfig> kept(OwnContainer container) {
        try {
            return Optional.ofNullable(container.labels().get(Labels.CONFIG)).map(json::read);
        } catch (StoreTrouble e) {
            Log.warnf("the configuration of an app is lost: %s", e.getMessage());
            return Optional.empty();
        }
    }

    private static Environment environment(OwnContainer container) {
        var env = new TreeMap<>(container.env());
        env.keySet().removeAll(OUR_VARIABLES);
        return new Environment(env);
    }

    private static Release release(AppName app, OwnContainer container, AppConfig config) {
        return new Release(
                app,
                Orphans.release(container),
                new DeploymentId(Orphans.label(container, Labels.DEPLOYMENT)),
                Optional.ofNullable(container.env().get("SLIPWAY_COMMIT")).map(Revision::new),
                new ImageRef(container.image()),
                config,
                container.createdAt());
    }

    /// One that does not run is brought back by the healer.
    private Instance instance(
            OwnContainer container, Release release, SortedMap<HostName, String> routes) {
        return new Instance(
                new InstanceId(Orphans.label(container, Labels.INSTANCE)),
                release.app(),
                release.number(),
                release.deployment(),
                container.id(),
                new Address(container.ip(), Orphans.port(container, routes.values())),
                container.status() == Status.RUNNING ? Instance.State.READY : Instance.State.DOWN,
                clock.instant(),
                0);
    }
}
