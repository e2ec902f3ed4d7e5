package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Brings one instance back where it was: same container if there is one, same address in any case.
@Singleton
class Restarter {
    private final Instances instances;
    private final Releases releases;
    private final Containers containers;
    private final Launcher launcher;
    private final ReadinessWait readiness;

    Restarter(
            Instances instances,
            Releases releases,
            Containers containers,
            Launcher launcher,
            ReadinessWait readiness) {
        this.instances = instances;
        this.releases = releases;
        this.containers = containers;
        this.launcher = launcher;
        this.readiness = readiness;
    }

    /// @return whether it answers again; if not, the audit asks once more
    boolean restart(Instance instance) {
        var release = releases.find(instance.app(), instance.release()).orElseThrow();
        var running = running(instance, release);
        instances.countRestart(instance.id());
        var subject =
                new ReadinessWait.Subject(
                        release,
                        running.container(),
                        running.address().ip(),
                        new PortPlan(
                                running.address().port(),
                                java.util.List.of(running.address().port())),
                        true);
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

    private Instance running(Instance instance, Release release) {
        var status = containers.find(instance.container()).map(ContainerState::status);
        if (status.isEmpty()) {
            var made = launcher.recreate(instance, release);
            containers.start(made.container());
            return made;
        }
        revive(instance, status);
        return instance;
    }

    private void revive(Instance instance, Optional<ContainerState.Status> status) {
        switch (status.orElseThrow()) {
            case RUNNING, RESTARTING -> {} // Docker's restart policy is at work
            case PAUSED -> containers.unpause(instance.container());
            case CREATED, EXITED, DEAD, REMOVING -> containers.start(instance.container());
        }
    }
}
