package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Mending;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.Replicas;
import dev.slipway.probe.Answer;
import dev.slipway.probe.HealthProbe;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Instances that wait, paused, for their turn: their processes are there, and answer a few
/// milliseconds after they are unpaused.
@Singleton
class StandIn {
    /// One that takes longer is of no use: what is lost comes back as soon.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Instances instances;
    private final Releases releases;
    private final Containers containers;
    private final HealthProbe probe;
    private final Replicas replicas;
    private final Mending mending;
    private final Clock clock;

    StandIn(
            Instances instances,
            Releases releases,
            Containers containers,
            HealthProbe probe,
            Replicas replicas,
            Mending mending,
            Clock clock) {
        this.instances = instances;
        this.releases = releases;
        this.containers = containers;
        this.probe = probe;
        this.replicas = replicas;
        this.mending = mending;
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
        return instances.of(lost.app()).stream()
                .filter(one -> one.state() == Instance.State.STANDBY)
                .filter(one -> one.release() == lost.release())
                .toList();
    }

    /// Nobody else wakes it, or mends it, meanwhile. One that does not answer is left to the
    /// healer.
    private boolean wake(Instance spare) {
        if (!mending.begin(spare.id())) {
            return false;
        }
        try {
            containers.unpause(spare.container());
            boolean answers = answers(spare);
            if (answers) {
                instances.become(spare.id(), Instance.State.READY, clock.instant());
            }
            return answers;
        } catch (DockerTrouble e) {
            Log.warnf("spare is of no use app=%s: %s", spare.app(), e.getMessage());
            return false;
        } finally {
            mending.end(spare.id());
        }
    }

    /// After it was unpaused.
    boolean answers(Instance woken) {
        var release = releases.find(woken.app(), woken.release()).orElseThrow();
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

    /// Pauses one that answers well.
    void standBy(Instance ready) {
        containers.pause(ready.container());
        instances.become(ready.id(), Instance.State.STANDBY, clock.instant());
        Log.infof("instance stands by app=%s instance=%s", ready.app(), ready.id());
    }
}
