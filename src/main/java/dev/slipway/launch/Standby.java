package dev.slipway.launch;

import dev.slipway.app.AppName;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import dev.slipway.probe.Answer;
import dev.slipway.probe.HealthProbe;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Instances that wait, paused, for their turn: their processes are there, and answer a few
/// milliseconds after they are unpaused.
@Singleton
class Standby {
    /// One that takes longer is of no use: another comes as soon.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Instances instances;
    private final Containers containers;
    private final HealthProbe probe;
    private final Clock clock;

    Standby(Instances instances, Containers containers, HealthProbe probe, Clock clock) {
        this.instances = instances;
        this.containers = containers;
        this.probe = probe;
        this.clock = clock;
    }

    /// Of all releases.
    List<Instance> of(AppName app) {
        return instances.of(app).stream()
                .filter(one -> one.state() == Instance.State.STANDBY)
                .toList();
    }

    /// Pauses one that answers well, and that nobody waits for.
    void begin(Instance ready) {
        containers.pause(ready.container());
        instances.become(ready.id(), Instance.State.STANDBY, clock.instant());
        Log.infof("instance stands by app=%s instance=%s", ready.app(), ready.id());
    }

    /// Unpauses it. Its state is another's to change.
    ///
    /// @return whether it answers well
    boolean wake(Instance waiting, Release release) {
        try {
            containers.unpause(waiting.container());
            return answers(waiting, release);
        } catch (DockerTrouble e) {
            Log.warnf("instance cannot be woken app=%s: %s", waiting.app(), e.getMessage());
            return false;
        }
    }

    private boolean answers(Instance woken, Release release) {
        var deadline = Deadline.in(PATIENCE);
        while (!deadline.isOver()) {
            if (probe.askEarly(woken.address(), release, PATIENCE) instanceof Answer.Well) {
                Log.infof("instance takes over app=%s instance=%s", woken.app(), woken.id());
                return true;
            }
            Pause.of(BETWEEN_LOOKS);
        }
        return false;
    }
}
