package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/// Brings one instance back where it was: same container if there is one, same address in any case.
@Singleton
class Restarter {
    private static final Duration REMOVAL = Duration.ofSeconds(5);
    private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofMillis(200);

    private final Releases releases;
    private final Containers containers;
    private final Launcher launcher;
    private final ReadinessWait readiness;

    Restarter(
            Releases releases, Containers containers, Launcher launcher, ReadinessWait readiness) {
        this.releases = releases;
        this.containers = containers;
        this.launcher = launcher;
        this.readiness = readiness;
    }

    /// @return whether it answers again; if not, the audit asks once more
    boolean restart(Instance instance) {
        var release = releases.find(instance.app(), instance.release()).orElseThrow();
        var running = revived(instance, release);
        var subject =
                new ReadinessWait.Subject(
                        release,
                        running.container(),
                        running.address().ip(),
                        new PortPlan(running.address().port(), List.of(running.address().port())),
                        true,
                        () -> false);
        return switch (readiness.await(subject)) {
            case ReadinessWait.Outcome.Ready _ -> true;
            case ReadinessWait.Outcome.NotReady(var reason) -> {
                Log.warnf(
                        "instance is not back app=%s instance=%s: %s",
                        instance.app(), instance.id(), reason);
                yield false;
            }
        };
    }

    /// A container that somebody is removing cannot be started, and is gone a moment later.
    private Instance revived(Instance instance, Release release) {
        var deadline = Deadline.in(REMOVAL);
        while (true) {
            try {
                return running(instance, release);
            } catch (DockerTrouble e) {
                if (deadline.isOver()) {
                    throw e;
                }
                Pause.of(BEFORE_ANOTHER_LOOK);
            }
        }
    }

    private Instance running(Instance instance, Release release) {
        var status = containers.find(instance.container()).map(ContainerState::status);
        if (status.isEmpty()) {
            var made = launcher.recreate(instance, release);
            containers.start(made.container());
            return made;
        }
        revive(instance, status.get());
        return instance;
    }

    private void revive(Instance instance, ContainerState.Status status) {
        switch (status) {
            case RUNNING, RESTARTING -> {} // Docker's restart policy is at work
            case PAUSED -> containers.unpause(instance.container());
            case CREATED, EXITED, DEAD, REMOVING -> containers.start(instance.container());
        }
    }
}
