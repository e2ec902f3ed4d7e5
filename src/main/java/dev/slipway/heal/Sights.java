package dev.slipway.heal;

import static java.util.stream.Collectors.toSet;

import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerState.Listed;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.DockerEvent;
import dev.slipway.docker.DockerEvent.Action;
import dev.slipway.heal.Diagnosis.Seen;
import dev.slipway.heal.Diagnosis.Sight;
import dev.slipway.pipeline.Mending;
import dev.slipway.pipeline.Succession;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Puts together what is known of an instance: what Docker shows or tells, its pulse, its past.
@Singleton
class Sights {
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Instances instances;
    private final Succession succession;
    private final Deployments deployments;
    private final Mending mending;
    private final Pulses pulses;
    private final Map<InstanceId, History> histories = new ConcurrentHashMap<>();

    private final Omens omens = new Omens();

    Sights(
            Instances instances,
            Succession succession,
            Deployments deployments,
            Mending mending,
            Pulses pulses) {
        this.instances = instances;
        this.succession = succession;
        this.deployments = deployments;
        this.mending = mending;
        this.pulses = pulses;
    }

    static Diagnosis.Rules rules(EngineConfig config) {
        var retirement = config.retire().drain().plus(config.retire().grace()).plus(SLACK);
        return new Diagnosis.Rules(config.health().failures(), retirement);
    }

    /// @param listed what Docker has, by instance
    List<Sight> of(Collection<Instance> ofApp, Map<InstanceId, Listed> listed) {
        var unfinished = unfinished();
        return ofApp.stream().map(i -> sight(i, seen(listed.get(i.id())), unfinished)).toList();
    }

    /// @return the instance as the event has it, when it is known and the event ended it
    Optional<Sight> told(DockerEvent.OfInstance event) {
        return switch (event.action()) {
            case SIGNALLED, OUT_OF_MEMORY -> {
                omens.add(event);
                yield Optional.empty();
            }
            case STARTED -> {
                omens.forget(event.instance());
                yield Optional.empty(); // the launch stage asks the instance itself
            }
            case DIED -> sight(event, Optional.of(died(event)));
            case PAUSED -> sight(event, Optional.of(new Seen(Status.PAUSED, "", false)));
            case REMOVED -> sight(event, Optional.empty());
        };
    }

    /// Docker brings back what ended by itself, and leaves what was ended through it.
    private Seen died(DockerEvent.OfInstance event) {
        var omen = omens.of(event);
        return new Seen(
                omen.equals(Optional.of(Action.SIGNALLED)) ? Status.EXITED : Status.RESTARTING,
                "",
                omen.equals(Optional.of(Action.OUT_OF_MEMORY)));
    }

    private Optional<Sight> sight(DockerEvent.OfInstance event, Optional<Seen> seen) {
        return instances
                .find(event.instance())
                .filter(i -> i.isReady() || i.state() == Instance.State.STANDBY)
                .map(i -> sight(i, seen, unfinished()));
    }

    private Set<DeploymentId> unfinished() {
        return deployments.unfinished().stream().map(Deployment::id).collect(toSet());
    }

    private Sight sight(Instance instance, Optional<Seen> seen, Set<DeploymentId> unfinished) {
        return new Sight(
                instance,
                seen,
                pulse(instance),
                history(instance),
                !unfinished.contains(instance.deployment()),
                mending.isUnderWay(instance.id()),
                instance.state() == Instance.State.STANDBY
                        ? succession.standsByUntil(instance)
                        : Instant.MAX);
    }

    private static Optional<Seen> seen(@Nullable Listed listed) {
        return Optional.ofNullable(listed).map(l -> new Seen(l.status(), l.ip(), false));
    }

    Pulse pulse(Instance instance) {
        return pulses.of(instance.id());
    }

    private History history(Instance instance) {
        return histories.getOrDefault(instance.id(), History.none(instance.id()));
    }

    /// What it said before it was lost does not count any longer.
    void forgetPulse(Instance instance) {
        pulses.forget(instance.id());
    }

    /// It failed, or could not be brought back, once more.
    void attempted(Instance instance, Instant now) {
        histories.put(instance.id(), history(instance).attempted(now));
    }

    void keepOnly(Collection<Instance> known) {
        var ids = known.stream().map(Instance::id).collect(toSet());
        histories.keySet().retainAll(ids);
        omens.keepOnly(ids);
        pulses.keepOnly(ids);
    }
}
