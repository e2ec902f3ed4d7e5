package dev.slipway.heal;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerEvent;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.pipeline.LaunchInbox;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RetireInbox;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Sees that an instance is lost, by Docker's word or by the audit, and asks the pipeline for what
/// mends it: first its route is taken away, then it is brought back, then the incident is written.
@Singleton
class Healer {
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Apps apps;
    private final Instances instances;
    private final Deployments deployments;
    private final Containers containers;
    private final PipelineBus bus;
    private final IncidentReporter reporter;
    private final Clock clock;
    private final Duration longestRetirement;
    private final Map<InstanceId, History> histories = new ConcurrentHashMap<>();

    Healer(
            Apps apps,
            Instances instances,
            Deployments deployments,
            Containers containers,
            PipelineBus bus,
            IncidentReporter reporter,
            Clock clock,
            EngineConfig config) {
        this.apps = apps;
        this.instances = instances;
        this.deployments = deployments;
        this.containers = containers;
        this.bus = bus;
        this.reporter = reporter;
        this.clock = clock;
        this.longestRetirement = config.retire().drain().plus(config.retire().grace()).plus(SLACK);
    }

    void on(ContainerEvent event) {
        switch (event.action()) {
            case DIED -> lost(event, Cause.CRASHED);
            case PAUSED -> lost(event, Cause.PAUSED);
            case REMOVED -> lost(event, Cause.MISSING);
            case STARTED -> {} // the launch stage asks the instance itself
        }
    }

    /// One list call for all apps; what was missed between the events is found here.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when Docker does not answer
    void audit() {
        var seen =
                containers.instances().stream()
                        .collect(
                                Collectors.toMap(
                                        ContainerState.Listed::instance,
                                        ContainerState.Listed::status,
                                        (one, _) -> one));
        var known = instances.all();
        var unfinished = unfinished();
        known.forEach(instance -> {
            var status = Optional.ofNullable(seen.get(instance.id()));
            examine(instance, status, !unfinished.contains(instance.deployment()));
        });
        histories.keySet().retainAll(known.stream().map(Instance::id).collect(Collectors.toSet()));
        bus.emit(new RouteInbox.AuditRequested());
    }

    private void lost(ContainerEvent event, Cause cause) {
        instances
                .find(event.instance())
                .filter(Instance::isReady)
                .filter(instance -> isWanted(instance.app()))
                .ifPresent(instance -> heal(instance, cause, event.exitCode(), event.at()));
    }

    private Set<DeploymentId> unfinished() {
        return deployments.unfinished().stream().map(Deployment::id).collect(Collectors.toSet());
    }

    private void examine(
            Instance instance, Optional<ContainerState.Status> status, boolean deploymentEnded) {
        var now = clock.instant();
        var sight =
                new Diagnosis.Sight(
                        instance, status, history(instance), deploymentEnded, longestRetirement);
        switch (Diagnosis.of(sight, now)) {
            case Diagnosis.Lost(var cause) when isWanted(instance.app()) ->
                    heal(instance, cause, Optional.empty(), now);
            case Diagnosis.Retry() when isWanted(instance.app()) -> restart(instance, now);
            case Diagnosis.Abandoned() -> retire(instance, now);
            case Diagnosis.Lost _,
                    Diagnosis.Retry _,
                    Diagnosis.Healthy _,
                    Diagnosis.Wait _,
                    Diagnosis.NotOurs _ -> {}
        }
    }

    /// An instance that went live since it was looked at is left alone.
    private void retire(Instance instance, Instant now) {
        if (instances.become(instance, Instance.State.DRAINING, now)) {
            Log.warnf("instance is abandoned app=%s instance=%s", instance.app(), instance.id());
            bus.emit(
                    new RetireInbox.Superseded(
                            instance.app(), instance.deployment(), List.of(instance.id())));
        }
    }

    private void heal(
            Instance instance, Cause cause, Optional<Integer> exitCode, Instant happenedAt) {
        var now = clock.instant();
        if (instances.become(instance, Instance.State.DOWN, now)) {
            bus.emit(new RouteInbox.InstanceLost(instance.app(), instance.id()));
            restart(instance, now);
            reporter.report(instance, cause, exitCode, happenedAt, now);
        }
    }

    private void restart(Instance instance, Instant now) {
        histories.put(instance.id(), history(instance).attempted(now));
        bus.emit(new LaunchInbox.RestartRequested(instance.app(), instance.id()));
    }

    private History history(Instance instance) {
        return histories.getOrDefault(instance.id(), History.NONE);
    }

    private boolean isWanted(AppName app) {
        return apps.find(app).filter(App::isWanted).isPresent();
    }
}
