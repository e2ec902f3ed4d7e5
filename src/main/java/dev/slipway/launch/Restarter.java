package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.Networks;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.Remedy;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/// Brings one instance back where it was: same container if there is one, same address if it is
/// free.
@Singleton
class Restarter {
    private static final Duration REMOVAL = Duration.ofSeconds(5);
    private static final Duration DEATH = Duration.ofSeconds(10);
    private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofMillis(200);
    private static final Duration LOOK_FOR_END = Duration.ofMillis(20);

    private final Releases releases;
    private final Containers containers;
    private final Networks networks;
    private final Launcher launcher;
    private final ReadinessWait readiness;

    Restarter(
            Releases releases,
            Containers containers,
            Networks networks,
            Launcher launcher,
            ReadinessWait readiness) {
        this.releases = releases;
        this.containers = containers;
        this.networks = networks;
        this.launcher = launcher;
        this.readiness = readiness;
    }

    /// @return whether it answers again; if not, the audit asks once more
    boolean restart(Instance instance, Remedy remedy) {
        var release = releases.find(instance.app(), instance.release()).orElseThrow();
        end(instance, release, remedy);
        var running = connected(revived(instance, release));
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

    private void end(Instance instance, Release release, Remedy remedy) {
        switch (remedy) {
            case REVIVE -> {}
            case RESTART -> kill(instance);
            case RESTART_IF_SICK -> {
                if (!readiness.isWell(instance.address(), release)) {
                    kill(instance);
                }
            }
            case REPLACE -> containers.remove(instance.container());
        }
    }

    /// SIGTERM is of no use to one that hangs.
    private void kill(Instance instance) {
        containers.kill(instance.container(), "KILL");
        var deadline = Deadline.in(DEATH);
        while (isRunning(instance) && !deadline.isOver()) {
            Pause.of(LOOK_FOR_END);
        }
    }

    private boolean isRunning(Instance instance) {
        return containers.find(instance.container()).filter(ContainerState::isRunning).isPresent();
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

    /// Somebody may have taken it out of its network, or put it in at another address.
    private Instance connected(Instance instance) {
        var state = containers.find(instance.container()).filter(ContainerState::isRunning);
        if (state.isPresent() && !state.get().ip().equals(instance.address().ip())) {
            networks.attach(instance.app(), instance.container(), instance.address().ip());
        }
        return instance;
    }
}
