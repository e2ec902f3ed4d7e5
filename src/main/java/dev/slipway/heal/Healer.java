package dev.slipway.heal;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Loss;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerState.Listed;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerEvent;
import dev.slipway.pipeline.LaunchInbox;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.Remedy;
import dev.slipway.pipeline.Replicas;
import dev.slipway.pipeline.RetireInbox;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.store.Apps;
import dev.slipway.store.Instances;
import dev.slipway.store.Losses;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sees that an instance is lost, by Docker's word, by its silence or by the audit, and asks the
/// pipeline for what mends it: first its route is taken away, then it is brought back, then the
/// incident is written.
@Singleton
class Healer {
    private final Apps apps;
    private final Instances instances;
    private final Losses losses;
    private final Containers containers;
    private final Sights sights;
    private final Replicas replicas;
    private final PipelineBus bus;
    private final IncidentReporter reporter;
    private final FlightRecorder recorder;
    private final Clock clock;
    private final Diagnosis.Rules rules;

    Healer(
            Apps apps,
            Instances instances,
            Losses losses,
            Containers containers,
            Sights sights,
            Replicas replicas,
            PipelineBus bus,
            IncidentReporter reporter,
            FlightRecorder recorder,
            Clock clock,
            EngineConfig config) {
        this.apps = apps;
        this.instances = instances;
        this.losses = losses;
        this.containers = containers;
        this.sights = sights;
        this.replicas = replicas;
        this.bus = bus;
        this.reporter = reporter;
        this.recorder = recorder;
        this.clock = clock;
        this.rules = Sights.rules(config);
    }

    /// What Docker says is enough to act on: nothing is asked before the route is gone.
    void on(DockerEvent.OfInstance event) {
        sights.told(event)
                .ifPresent(sight ->
                        act(sight.instance().app(), List.of(sight), event.exitCode(), event.at()));
    }

    void on(DockerEvent.Disconnected event) {
        instances.all().stream()
                .filter(instance -> instance.container().equals(event.container()))
                .filter(Instance::isReady)
                .findFirst()
                .ifPresent(instance -> examine(instance.app()));
    }

    /// One list call for all apps; what was missed between the events is found here.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when Docker does not answer
    void audit() {
        var known = instances.all();
        var listed = listed();
        known.stream()
                .collect(groupingBy(Instance::app))
                .forEach((app, ofApp) -> {
                    examine(app, ofApp, listed);
                    replicas.surplus(app).ifPresent(this::standDown);
                });
        sights.keepOnly(known);
        bus.emit(new RouteInbox.AuditRequested());
    }

    /// Several that were lost at once may all be back as replicas: one gets no new requests, and is
    /// found to be a spare.
    private void standDown(Instance surplus) {
        if (instances.become(surplus, Instance.State.DOWN, clock.instant())) {
            bus.emit(new RouteInbox.InstanceLost(surplus.app(), surplus.id()));
            bringBack(surplus, Remedy.REVIVE);
        }
    }

    /// Looks after what could not be brought back yet.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when Docker does not answer
    void retry() {
        var known = instances.all().stream().collect(groupingBy(Instance::app));
        known.values().removeIf(ofApp -> ofApp.stream().noneMatch(Instance::isDown));
        if (!known.isEmpty()) {
            var listed = listed();
            known.forEach((app, ofApp) -> examine(app, ofApp, listed));
        }
    }

    /// What the audit does, for one app.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when Docker does not answer
    void examine(AppName app) {
        examine(app, instances.of(app), listed());
    }

    private Map<InstanceId, Listed> listed() {
        return containers.instances().stream()
                .collect(toMap(Listed::instance, one -> one, (one, _) -> one));
    }

    /// @param listed after the store was asked for `ofApp`: one that was brought back in between is
    ///   down there and cannot be lost again
    private void examine(AppName app, Collection<Instance> ofApp, Map<InstanceId, Listed> listed) {
        act(app, sights.of(ofApp, listed), Optional.empty(), clock.instant());
    }

    private void act(
            AppName app, List<Diagnosis.Sight> seen, Optional<Integer> exitCode, Instant at) {
        var now = clock.instant();
        Diagnosis.of(seen, isWanted(app), rules, now)
                .forEach((instance, diagnosis) -> act(instance, diagnosis, exitCode, at, now));
    }

    private void act(
            Instance instance,
            Diagnosis diagnosis,
            Optional<Integer> exitCode,
            Instant happenedAt,
            Instant now) {
        switch (diagnosis) {
            case Diagnosis.Lost lost -> heal(instance, lost, exitCode, happenedAt, now);
            case Diagnosis.Retry(var remedy) -> retry(instance, remedy, now);
            case Diagnosis.Awake() -> standDown(instance);
            case Diagnosis.Abandoned() -> retire(instance, now);
            case Diagnosis.Healthy _, Diagnosis.Wait _, Diagnosis.Queue _, Diagnosis.NotOurs _ -> {}
        }
    }

    private void heal(
            Instance instance,
            Diagnosis.Lost lost,
            Optional<Integer> exitCode,
            Instant happenedAt,
            Instant now) {
        var loss = loss(instance, lost, exitCode, happenedAt, now);
        if (!losses.add(instance, loss)) {
            return;
        }
        bus.emit(new RouteInbox.InstanceLost(instance.app(), instance.id()));
        sights.forgetPulse(instance);
        if (lost.remedy() == Remedy.REPLACE) {
            reporter.tell(loss, Optional.of(instance)); // its log goes with its container
        } else {
            reporter.tellAside(loss, Optional.of(instance));
        }
        if (lost.cause().isItsOwn()) {
            sights.attempted(instance, now);
        }
        bringBack(instance, lost.remedy());
    }

    private Loss loss(
            Instance instance,
            Diagnosis.Lost lost,
            Optional<Integer> exitCode,
            Instant happenedAt,
            Instant now) {
        var pulse = sights.pulse(instance);
        boolean sick = lost.cause() == Cause.HUNG || lost.cause() == Cause.UNHEALTHY;
        return Loss.of(
                instance,
                lost.cause(),
                pulse.last().said(),
                exitCode,
                lost.remedy().label(),
                sick ? pulse.since() : happenedAt,
                now,
                recorder.of(instance.id()));
    }

    private void retry(Instance instance, Remedy remedy, Instant now) {
        sights.attempted(instance, now);
        bringBack(instance, remedy);
    }

    private void bringBack(Instance instance, Remedy remedy) {
        bus.emit(new LaunchInbox.RestartRequested(instance.app(), instance.id(), remedy));
    }

    /// An instance that went live since it was looked at is left alone.
    private void retire(Instance instance, Instant now) {
        if (instances.become(instance, Instance.State.DRAINING, now)) {
            Log.infof("instance is not needed app=%s instance=%s", instance.app(), instance.id());
            bus.emit(
                    new RetireInbox.Superseded(
                            instance.app(), instance.deployment(), List.of(instance.id())));
        }
    }

    private boolean isWanted(AppName app) {
        return apps.find(app).filter(App::isWanted).isPresent();
    }
}
