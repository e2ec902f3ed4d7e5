package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.Delivery;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Trigger;
import dev.slipway.store.Deployments;
import dev.slipway.store.Deployments.Acceptance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/// The mouth of the pipeline: whatever wants a deployment comes through here.
@Singleton
public class Intake {
    private final Deployments deployments;
    private final Journal journal;
    private final PipelineBus bus;
    private final Clock clock;

    Intake(Deployments deployments, Journal journal, PipelineBus bus, Clock clock) {
        this.deployments = deployments;
        this.journal = journal;
        this.bus = bus;
        this.clock = clock;
    }

    /// A deployment that makes a new image.
    ///
    /// @return the deployment, committed to the store
    public Deployment build(AppName app, Trigger trigger, Optional<Revision> commit) {
        return accept(requested(app, trigger, commit, Optional.empty()));
    }

    /// A deployment that makes a new image because of a delivery, unless that came before.
    ///
    /// @param because the record of the delivery, for the id of the deployment that it leads to
    /// @return what became of it, committed to the store
    public Acceptance deliver(
            AppName app, Optional<Revision> commit, Function<DeploymentId, Delivery> because) {
        var deployment = requested(app, Trigger.WEBHOOK, commit, Optional.empty());
        var acceptance =
                deployments.accept(deployment, Optional.of(because.apply(deployment.id())));
        announce(acceptance);
        return acceptance;
    }

    /// A deployment that runs this release again, whose image is there.
    ///
    /// @return the deployment, committed to the store
    public Deployment run(AppName app, Trigger trigger, Release release) {
        return accept(requested(app, trigger, release.commit(), Optional.of(release.number())));
    }

    /// A deployment that runs again the release that is live when its turn comes.
    ///
    /// @return the deployment, committed to the store
    public Deployment runLive(AppName app, Trigger trigger) {
        return accept(requested(app, trigger, Optional.empty(), Optional.empty()));
    }

    /// A deployment that takes the app down.
    ///
    /// @return the deployment, committed to the store
    public Deployment stop(AppName app) {
        return accept(requested(app, Trigger.STOP, Optional.empty(), Optional.empty()));
    }

    private Deployment requested(
            AppName app, Trigger trigger, Optional<Revision> commit, Optional<Integer> release) {
        return Deployment.requested(app, trigger, commit, release, clock.instant());
    }

    private Deployment accept(Deployment deployment) {
        announce(deployments.accept(deployment, Optional.empty()));
        return deployment;
    }

    private void announce(Acceptance acceptance) {
        if (acceptance instanceof Acceptance.Accepted(var deployment, var overtaken)) {
            overtaken.forEach(older -> journal.superseded(older, deployment.id()));
            bus.emit(new Notice.AppChanged(deployment.app()));
            bus.emit(new RouteInbox.DeploymentTurned(deployment.app()));
            emit(deployment);
        }
    }

    /// Sends an unfinished deployment to the stage where its work begins, or begins again.
    void emit(Deployment deployment) {
        if (deployment.trigger() == Trigger.STOP) {
            bus.emit(new RouteInbox.StopRequested(deployment.app(), deployment.id()));
        } else if (deployment.trigger().builds() && deployment.release().isEmpty()) {
            bus.emit(new BuildInbox.DeploymentRequested(deployment.app(), deployment.id()));
        } else {
            bus.emit(new LaunchInbox.LaunchRequested(deployment.app(), deployment.id()));
        }
    }
}
