package dev.slipway.launch;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Mending;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.Replicas;
import dev.slipway.pipeline.Succession;
import dev.slipway.probe.Answer;
import dev.slipway.probe.HealthProbe;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Instances that wait, paused, for their turn: their processes are there, and answer a few
/// milliseconds after they are unpaused.
@Singleton
class StandIn {
    /// One that takes longer is of no use: what is lost comes back as soon.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Set<Status> WOKEN_OR_PAUSED = EnumSet.of(Status.RUNNING, Status.PAUSED);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Instances instances;
    private final Releases releases;
    private final Containers containers;
    private final HealthProbe probe;
    private final Replicas replicas;
    private final Drain drain;
    private final Mending mending;
    private final Succession succession;
    private final Clock clock;

    StandIn(
            Instances instances,
            Releases releases,
            Containers containers,
            HealthProbe probe,
            Replicas replicas,
            Drain drain,
            Mending mending,
            Succession succession,
            Clock clock) {
        this.instances = instances;
        this.releases = releases;
        this.containers = containers;
        this.probe = probe;
        this.replicas = replicas;
        this.drain = drain;
        this.mending = mending;
        this.succession = succession;
        this.clock = clock;
    }

    /// Wakes a spare of the same release, if one is missed.
    ///
    /// @return one that answers well, and is ready; empty when there is none
    Optional<Instance> wakeFor(Instance lost) {
        return replicas.completeSince(lost.app()).isPresent()
                ? Optional.empty()
                : standingBy(lost).stream().filter(this::wake).findFirst();
    }

    private List<Instance> standingBy(Instance lost) {
        return standingBy(lost.app()).stream()
                .filter(one -> one.release() == lost.release())
                .toList();
    }

    /// Those that wait for a roll back.
    List<Instance> ofOlderReleases(AppName app) {
        return standingBy(app).stream().filter(one -> !isOfLive(one)).toList();
    }

    private List<Instance> standingBy(AppName app) {
        return instances.of(app).stream()
                .filter(one -> one.state() == Instance.State.STANDBY)
                .toList();
    }

    /// Nobody else wakes it, or mends it, meanwhile. One that does not answer is left to the
    /// healer.
    private boolean wake(Instance spare) {
        if (!mending.begin(spare.id())) {
            return false;
        }
        try {
            var release = releases.find(spare.app(), spare.release()).orElseThrow();
            boolean awake = isAwake(spare, release);
            if (awake) {
                instances.become(spare.id(), Instance.State.READY, clock.instant());
            }
            return awake;
        } finally {
            mending.end(spare.id());
        }
    }

    /// After it was unpaused.
    private boolean answers(Instance woken, Release release) {
        var deadline = Deadline.in(PATIENCE);
        while (!deadline.isOver()) {
            if (probe.ask(woken.address(), release, PATIENCE) instanceof Answer.Well) {
                Log.infof("instance takes over app=%s instance=%s", woken.app(), woken.id());
                return true;
            }
            Pause.of(BETWEEN_LOOKS);
        }
        return false;
    }

    /// Whether enough others serve, so that this one becomes the spare.
    boolean isToStandBy(Instance restored) {
        return isOfLive(restored)
                && replicas.completeSince(restored.app()).isPresent()
                && spares(restored) > standingBy(restored).size();
    }

    private boolean isOfLive(Instance restored) {
        return releases.live(restored.app())
                .filter(live -> live.number() == restored.release())
                .isPresent();
    }

    private int spares(Instance restored) {
        return releases.find(restored.app(), restored.release())
                .map(release -> release.config().resilience().spare())
                .orElse(0);
    }

    /// Whether a drained one is kept, so that its release can be gone back to at once: as long as
    /// the release after it is on probation.
    boolean isToWait(Instance drained) {
        return succession
                        .onProbation(drained.app())
                        .filter(trial -> trial.before().number() == drained.release())
                        .isPresent()
                && containers
                        .find(drained.container())
                        .filter(state -> WOKEN_OR_PAUSED.contains(state.status()))
                        .isPresent();
    }

    /// Wakes the instances of an older release that ran just like this one, if all of them still
    /// stand by. They belong to the deployment from then on.
    ///
    /// @return those that are to serve; empty when there are none
    List<Instance> wakeFor(Release release, DeploymentId deployment) {
        int wanted = release.config().replicas();
        int all = wanted + release.config().resilience().spare();
        var alike = standingBy(release.app()).stream().filter(i -> ranLike(i, release)).toList();
        if (alike.size() < all) {
            return List.of();
        }
        alike.forEach(i -> instances.joins(i.id(), release.number(), deployment));
        var serving = alike.subList(0, wanted);
        serving.forEach(i -> instances.become(i.id(), Instance.State.STARTING, clock.instant()));
        return serving.stream().allMatch(i -> isAwake(i, release)) ? serving : List.of();
    }

    private boolean isAwake(Instance waiting, Release release) {
        try {
            containers.unpause(waiting.container());
            return answers(waiting, release);
        } catch (DockerTrouble e) {
            Log.warnf("instance cannot be woken app=%s: %s", waiting.app(), e.getMessage());
            return false;
        }
    }

    private boolean ranLike(Instance waiting, Release release) {
        return releases.find(waiting.app(), waiting.release())
                .filter(before -> before.image().equals(release.image()))
                .filter(before -> !before.config().runsUnlike(release.config()))
                .isPresent();
    }

    /// Pauses one that answers well, and that nobody waits for.
    void standBy(Instance ready) {
        containers.pause(ready.container());
        instances.become(ready.id(), Instance.State.STANDBY, clock.instant());
        Log.infof("instance stands by app=%s instance=%s", ready.app(), ready.id());
    }

    /// The same for one that may have been routed a moment ago.
    void drainAndStandBy(Instance unrouted) {
        drain.await(unrouted);
        standBy(unrouted);
    }
}
