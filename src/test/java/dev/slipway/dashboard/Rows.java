package dev.slipway.dashboard;

import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Drill;
import dev.slipway.app.Failure;
import dev.slipway.app.Fault;
import dev.slipway.app.HostName;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Incident;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Receipt;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Stage;
import dev.slipway.app.Trigger;
import dev.slipway.app.Usage;
import dev.slipway.fakes.FakeEdge;
import dev.slipway.nginx.EdgeCount;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Drills;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import dev.slipway.store.Receipts;
import dev.slipway.store.RefusedBlocks;
import dev.slipway.store.Releases;
import dev.slipway.store.Switches;
import dev.slipway.traffic.TrafficMeter;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes into the store what the pipeline would have written.
@Singleton
public class Rows {
    static final Revision COMMIT = new Revision("c0ffee1" + "0".repeat(33));
    private static final Duration RESTORED_AFTER = Duration.ofMillis(380);

    private final Apps apps;
    private final Releases releases;
    private final Instances instances;
    private final Deployments deployments;
    private final Incidents incidents;
    private final Switches switches;
    private final Receipts receipts;
    private final RefusedBlocks refused;
    private final Drills drills;
    private final Provider<FakeEdge> edge;
    private final TrafficMeter meter;
    private final PipelineBus bus;

    Rows(
            Apps apps,
            Releases releases,
            Instances instances,
            Deployments deployments,
            Incidents incidents,
            Switches switches,
            Receipts receipts,
            RefusedBlocks refused,
            Drills drills,
            Provider<FakeEdge> edge,
            TrafficMeter meter,
            PipelineBus bus) {
        this.apps = apps;
        this.releases = releases;
        this.instances = instances;
        this.deployments = deployments;
        this.incidents = incidents;
        this.switches = switches;
        this.receipts = receipts;
        this.refused = refused;
        this.drills = drills;
        this.edge = edge;
        this.meter = meter;
        this.bus = bus;
    }

    public void clear() {
        apps.all()
                .forEach(app -> {
                    apps.remove(app.name());
                    bus.emit(new Notice.AppRemoved(app.name()));
                });
        meter.refresh(); // there is no scheduler that would
    }

    public AppName app(String name) {
        var app = new AppName(name);
        apps.add(new App(app, AppConfig.DEFAULT, App.Intent.RUNNING, Instant.now()));
        return app;
    }

    Deployment begun(AppName app, Stage... stages) {
        var at = Instant.now().minusSeconds(60);
        var deployment =
                Deployment.requested(
                        app, Trigger.WEBHOOK, Optional.of(COMMIT), Optional.empty(), at);
        deployments.accept(deployment, Optional.empty());
        for (var stage : stages) {
            deployments.enter(deployment.id(), stage, at);
            at = at.plusMillis(500L * stage.name().length());
        }
        deployments.leave(deployment.id(), at);
        return deployment;
    }

    /// One whose release did not start.
    public void unstarted(AppName app) {
        fail(made(app), "it listens on no port");
    }

    private Deployment made(AppName app) {
        var deployment =
                begun(app, Stage.QUEUE, Stage.FETCH, Stage.BUILD, Stage.LAUNCH, Stage.ROUTE);
        var number = releases.reserve(app);
        releases.add(
                new Release(
                        app,
                        number,
                        deployment.id(),
                        Optional.of(COMMIT),
                        new ImageRef("slipway/" + app + ":" + number),
                        AppConfig.DEFAULT,
                        Instant.now()));
        return deployments.find(deployment.id()).orElseThrow();
    }

    public Deployment live(AppName app) {
        var deployment = made(app);
        instances.of(app).forEach(old -> instances.remove(old.id()));
        var instance =
                new Instance(
                        InstanceId.of(deployment.id(), 1),
                        app,
                        deployment.release().orElseThrow(),
                        deployment.id(),
                        "0123456789ab",
                        new Address("10.213.0.2", 8080),
                        Instance.State.STARTING,
                        Instant.now(),
                        2);
        instances.add(instance);
        switches.goLive(deployment, List.of(instance), List.of(), Instant.now());
        return deployment;
    }

    void fail(Deployment deployment, String message) {
        var failed = new DeploymentStatus.Failed(new Failure(Stage.BUILD, message));
        deployments.finish(deployment.id(), failed, Instant.now());
    }

    void down(AppName app) {
        instances
                .of(app)
                .forEach(i -> instances.become(i.id(), Instance.State.DOWN, Instant.now()));
    }

    void refused(AppName app, String complaint) {
        refused.replace(Map.of(app, complaint), Instant.now());
    }

    void stopped(AppName app) {
        apps.intend(app, App.Intent.STOPPED);
    }

    void incident(AppName app, String detail) {
        incident(app, detail, Optional.of(RESTORED_AFTER), "", List.of());
    }

    /// One of a live instance, with everything that can be known of it.
    void evidence(AppName app) {
        live(app);
        var at = Instant.now().minusSeconds(4000);
        incident(
                app,
                "killed by signal 9 (SIGKILL)",
                Optional.of(RESTORED_AFTER),
                IntStream.rangeClosed(1, 200)
                        .mapToObj("2026-03-01T12:00:00Z GET /cart 200 <b>line %d</b>\n"::formatted)
                        .collect(Collectors.joining()),
                IntStream.rangeClosed(0, 12)
                        .mapToObj(i ->
                                new Usage(
                                        at.minusSeconds(60 - 5L * i),
                                        i * 8 + (i % 3 == 1 ? 20 : 0) * (i < 11 ? 1 : 0),
                                        (60L + 20L * i) << 20))
                        .toList());
    }

    /// One that is not over yet, of a live instance.
    void open(AppName app) {
        live(app);
        incident(app, "killed by signal 9 (SIGKILL)", Optional.empty(), "", List.of());
    }

    void restored(AppName app) {
        incidents.restored("incident-of-" + app, Instant.now());
    }

    private void incident(
            AppName app,
            String detail,
            Optional<Duration> restoredAfter,
            String logTail,
            List<Usage> usage) {
        var at = Instant.now().minusSeconds(4000);
        var instance = instances.of(app).getFirst();
        incidents.add(
                new Incident(
                        "incident-of-" + app,
                        Optional.of(app),
                        Optional.of(instance.id()),
                        Incident.Cause.CRASHED,
                        detail,
                        Optional.of(137),
                        false,
                        "restarted",
                        at,
                        Duration.ofMillis(25),
                        restoredAfter.map(at::plus),
                        logTail,
                        usage));
    }

    /// So many requests came to the app's instances in the last minute, one in fifty of them
    /// failed.
    void visited(AppName app, int requests) {
        var host = HostName.of(app, new HostName("localhost"));
        var share = requests;
        for (var instance : instances.of(app)) {
            share = share * 2 / 3;
            var by = new EdgeCount.ByInstance(instance.release(), instance.address());
            edge.get().count(host, by, FakeEdge.traffic(share - share / 50, 2, 4));
            edge.get().count(host, by, FakeEdge.traffic(share / 50, 5, 12));
        }
        meter.refresh();
    }

    /// One more instance, as a release with several has.
    void another(AppName app) {
        var first = instances.of(app).getFirst();
        instances.add(
                new Instance(
                        InstanceId.of(first.deployment(), 2),
                        app,
                        first.release(),
                        first.deployment(),
                        "ba9876543210",
                        new Address("10.213.0.3", 8080),
                        Instance.State.READY,
                        Instant.now(),
                        0));
    }

    void receipt(Deployment deployment, long failed) {
        receipts.add(
                deployment.id(),
                new Receipt(
                        1_274,
                        failed,
                        Optional.of(Duration.ofMillis(3)),
                        Optional.of(Duration.ofMillis(70)),
                        Duration.ofMillis(4)));
    }

    /// @param failed of the requests
    void drilled(AppName app, int failed) {
        var drill = Drill.of(app, List.of(Fault.PAUSE, Fault.HANG), Instant.now());
        drills.begin(drill);
        drills.add(drill.id(), result(app, Fault.PAUSE, 14, 57, failed));
        drills.add(drill.id(), result(app, Fault.HANG, 15_100, 1_200, 0));
        drills.end(drill.id(), new Drill.Finished(Instant.now()));
    }

    private Drill.Result result(
            AppName app, Fault fault, long detectMs, long restoreMs, int failed) {
        return new Drill.Result(
                fault,
                instances.of(app).getFirst().id(),
                Optional.of(Incident.Cause.PAUSED),
                Optional.of(Duration.ofMillis(detectMs)),
                Optional.of(Duration.ofMillis(restoreMs)),
                900,
                failed);
    }

    void drilling(AppName app) {
        var drill = Drill.of(app, Fault.ALL, Instant.now());
        drills.begin(drill);
        drills.add(drill.id(), result(app, Fault.KILL, 14, 57, 0));
    }

    void changed(AppName app) {
        bus.emit(new Notice.AppChanged(app));
    }

    /// Something of everything.
    void crowd() {
        var hello = app("hello");
        live(hello);
        live(hello);
        another(hello);
        visited(hello, 4_321);
        incident(hello, "exit code 137: killed by signal 9");
        drilled(hello, 0);
        var shop = app("shop-frontend");
        live(shop);
        down(shop);
        begun(app("worker"), Stage.QUEUE, Stage.FETCH, Stage.BUILD);
        var docs = app("docs");
        live(docs);
        stopped(docs);
        fail(
                begun(app("api-with-a-name-of-forty-letters-in-all0"), Stage.QUEUE, Stage.FETCH),
                "The Dockerfile's step RUN npm ci ended with exit code 1. The lock file is out of date: run npm install and commit package-lock.json");
        app("fresh");
    }
}
