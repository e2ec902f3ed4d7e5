package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Revision;
import dev.slipway.app.Trigger;
import dev.slipway.store.Deployments;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/// The mouth of the pipeline: whatever wants a deployment comes through here.
@Singleton
public class Intake {
    private final Deployments deployments;
    private final Releases releases;
    private final PipelineBus bus;
    private final Clock clock;

    Intake(Deployments deployments, Releases releases, PipelineBus bus, Clock clock) {
        this.deployments = deployments;
        this.releases = releases;
        this.bus = bus;
        this.clock = clock;
    }

    /// A deployment that makes a new image.
    ///
    /// @return the deployment, committed to the store
    public Deployment build(AppName app, Trigger trigger, Optional<Revision> commit) {
        return accept(
                Deployment.requested(app, trigger, commit, Optional.empty(), clock.instant()));
    }

    /// A deployment that runs a release whose image is there.
    ///
    /// @return the deployment, committed to the store
    public Deployment run(AppName app, Trigger trigger, int release) {
        var commit = releases.find(app, release).flatMap(r -> r.commit());
        return accept(
                Deployment.requested(app, trigger, commit, Optional.of(release), clock.instant()));
    }

    /// A deployment that takes the app down.
    ///
    /// @return the deployment, committed to the store
    public Deployment stop(AppName app) {
        return accept(
                Deployment.requested(
                        app, Trigger.STOP, Optional.empty(), Optional.empty(), clock.instant()));
    }

    private Deployment accept(Deployment deployment) {
        deployments.add(deployment);
        bus.emit(new Notice.AppChanged(deployment.app()));
        bus.emit(new RouteInbox.DeploymentTurned(deployment.app()));
        emit(deployment);
        return deployment;
    }

    /// Sends an unfinished deployment to the stage where its work begins, or begins again.
    void emit(Deployment deployment) {
        if (deployment.trigger() == Trigger.STOP) {
            bus.emit(new RouteInbox.StopRequested(deployment.app(), deployment.id()));
        } else if (deployment.release().isPresent()) {
            bus.emit(new LaunchInbox.ReleaseBuilt(deployment.app(), deployment.id()));
        } else {
            bus.emit(new BuildInbox.DeploymentRequested(deployment.app(), deployment.id()));
        }
    }
}
