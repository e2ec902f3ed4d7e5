package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Failure;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Stage;
import dev.slipway.app.Trouble;
import dev.slipway.store.Deployments;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import dev.slipway.store.StoreTrouble;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Keeps what happens to a deployment: first in the store, then as a notice to whoever watches.
@Singleton
public class Journal {
    private record Ending(Deployment deployment, DeploymentStatus.Final status) {}

    /// What incidents are about that broke no instance.
    private record Subject(Cause cause, Optional<AppName> app) {}

    private final Map<DeploymentId, Ending> owed = new ConcurrentHashMap<>();

    /// Those of whom no incident is open.
    private final Set<Subject> well = ConcurrentHashMap.newKeySet();

    private final Deployments deployments;
    private final Incidents incidents;
    private final Instances instances;
    private final Replicas replicas;
    private final PipelineBus bus;
    private final Clock clock;

    Journal(
            Deployments deployments,
            Incidents incidents,
            Instances instances,
            Replicas replicas,
            PipelineBus bus,
            Clock clock) {
        this.deployments = deployments;
        this.incidents = incidents;
        this.instances = instances;
        this.replicas = replicas;
        this.bus = bus;
        this.clock = clock;
    }

    /// Runs a stage's part of an unfinished deployment. The one place where trouble at a boundary,
    /// or a fault of our own, becomes a failed deployment.
    public void attempt(DeploymentId id, Consumer<Deployment> part) {
        deployments.find(id).filter(d -> !d.isFinished()).ifPresent(d -> attempt(d, part));
    }

    /// Whether nobody waits for this deployment any more.
    public boolean hasEnded(DeploymentId id) {
        return deployments.find(id).filter(d -> !d.isFinished()).isEmpty();
    }

    /// Retirement comes after a deployment has ended, so it changes no status.
    public void enter(Deployment deployment, Stage stage) {
        deployments.enter(deployment.id(), stage, clock.instant());
        Log.infof(
                "stage begins app=%s deployment=%s stage=%s",
                deployment.app(), deployment.id(), stage.label());
        bus.emit(new Notice.StageEntered(deployment.app(), deployment.id(), stage));
    }

    /// The last stage of a deployment is over.
    public void leave(DeploymentId id) {
        deployments.leave(id, clock.instant());
    }

    /// The deployment fails in the stage that it is in.
    public void fail(Deployment deployment, String message) {
        var stage = deployments.find(deployment.id()).map(Deployment::stage).orElse(Stage.QUEUE);
        finish(deployment, new DeploymentStatus.Failed(new Failure(stage, message)));
    }

    /// The store has it as live already.
    public void wentLive(Deployment deployment) {
        ended(deployment, new DeploymentStatus.Live());
        // what was wrong with the release before does not matter any more
        settle(deployment.app());
        well(Cause.BAD_RELEASE, Optional.of(deployment.app()));
    }

    /// The store has it as superseded already.
    void superseded(Deployment deployment, DeploymentId by) {
        ended(deployment, new DeploymentStatus.Superseded(by));
    }

    /// Ends the deployment, unless it has ended already. When the store cannot keep that now, for
    /// the disk is full, it is tried again until it can.
    public void finish(Deployment deployment, DeploymentStatus.Final status) {
        try {
            if (deployments.finish(deployment.id(), status, clock.instant())) {
                ended(deployment, status);
                bus.emit(new RouteInbox.DeploymentTurned(deployment.app()));
            }
            owed.remove(deployment.id());
        } catch (StoreTrouble e) {
            Log.errorf(
                    "end is not kept yet app=%s deployment=%s status=%s: %s",
                    deployment.app(), deployment.id(), status, e.getMessage());
            owed.put(deployment.id(), new Ending(deployment, status));
        }
    }

    @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void keepWhatIsOwed() {
        owed.values().forEach(ending -> finish(ending.deployment(), ending.status()));
    }

    public void changed(AppName app) {
        bus.emit(new Notice.AppChanged(app));
    }

    public void opened(Incident incident) {
        incidents.add(incident);
        well.remove(new Subject(incident.cause(), incident.app()));
        Log.warnf(
                "incident app=%s instance=%s cause=%s detail=%s",
                incident.subject(),
                incident.instance().map(Object::toString).orElse("-"),
                incident.cause().label(),
                incident.detail());
        bus.emit(new Notice.IncidentOpened(incident));
    }

    /// What this incident is about works again.
    public void restored(Incident incident) {
        incidents.restored(incident.id(), clock.instant()).ifPresent(this::closed);
        incident.app().ifPresent(this::changed);
    }

    /// What incidents of this cause are about is well: those that are open end, be they of an
    /// engine that was killed since. To be told at each look: the store is asked only when one may
    /// be open.
    ///
    /// @param app empty for the proxy
    public void well(Cause cause, Optional<AppName> app) {
        var subject = new Subject(cause, app);
        if (well.add(subject)) {
            try {
                incidents.open(cause, app).forEach(this::restored);
            } catch (StoreTrouble e) {
                well.remove(subject);
                throw e;
            }
        }
    }

    private void closed(Incident incident) {
        Log.infof("works again subject=%s cause=%s", incident.subject(), incident.cause().label());
        bus.emit(new Notice.IncidentClosed(incident));
    }

    /// @param instance ready, since the moment in which it was restored
    public void restored(Instance instance) {
        settle(instance.app(), instance.id());
        Log.infof("instance serves again app=%s instance=%s", instance.app(), instance.id());
        bus.emit(new Notice.InstanceServing(instance.app(), instance.id()));
    }

    /// Closes the incidents of an instance that serves, and those of all instances of its app once
    /// as many serve as are to, be it a spare in the place of a replica.
    public void settle(AppName app, InstanceId instance) {
        instances
                .find(instance)
                .filter(Instance::isReady)
                .ifPresent(ready ->
                        incidents.restored(ready.id(), ready.since()).forEach(this::closed));
        settle(app);
    }

    private void settle(AppName app) {
        replicas.completeSince(app)
                .ifPresent(since -> incidents.restored(app, since).forEach(this::closed));
    }

    private void ended(Deployment deployment, DeploymentStatus.Final status) {
        Log.infof(
                "deployment ends app=%s deployment=%s status=%s",
                deployment.app(), deployment.id(), status);
        if (status instanceof DeploymentStatus.Superseded
                || status instanceof DeploymentStatus.Cancelled) {
            bus.emit(new BuildInbox.BuildUnwanted(deployment.app(), deployment.id()));
        }
        bus.emit(new Notice.DeploymentFinished(deployment.app(), deployment.id(), status));
    }

    private void attempt(Deployment deployment, Consumer<Deployment> part) {
        try {
            part.accept(deployment);
        } catch (Trouble e) {
            // expected: its owner reads the message, which ended() logs as well
            Log.debugf(
                    e, "deployment fails app=%s deployment=%s", deployment.app(), deployment.id());
            fail(deployment, e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "engine fault app=%s deployment=%s", deployment.app(), deployment.id());
            fail(deployment, Trouble.ofOurs(e));
        }
    }
}
