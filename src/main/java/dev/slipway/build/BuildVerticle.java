package dev.slipway.build;

import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.BuildInbox;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Lanes;
import dev.slipway.pipeline.LaunchInbox;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.StageVerticle;
import dev.slipway.store.Deployments;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// The build stage: apps side by side, up to the configured number, each app's builds in order, and
/// of those that wait only the newest.
@Singleton
public class BuildVerticle extends StageVerticle<BuildInbox> {
    private static final int RECENT = 50;

    private final Deployments deployments;
    private final Journal journal;
    private final ReleaseMaker maker;
    private final Lanes lanes = new Lanes();
    private final Semaphore slots;

    BuildVerticle(
            PipelineBus bus,
            Deployments deployments,
            Journal journal,
            ReleaseMaker maker,
            EngineConfig config) {
        super(bus, BuildInbox.class);
        this.deployments = deployments;
        this.journal = journal;
        this.maker = maker;
        this.slots = new Semaphore(slots(config.build().parallel()), true);
    }

    @Override
    protected void accept(BuildInbox event) {
        switch (event) {
            case BuildInbox.DeploymentRequested(var app, var id) ->
                    lanes.run(app, () -> journal.attempt(id, this::inTurn));
        }
    }

    @Override
    public void stop() {
        lanes.close();
    }

    private void inTurn(Deployment deployment) {
        slots.acquireUninterruptibly();
        try {
            newer(deployment)
                    .ifPresentOrElse(by -> supersede(deployment, by), () -> build(deployment));
        } finally {
            slots.release();
        }
    }

    private void build(Deployment deployment) {
        switch (maker.make(deployment)) {
            case ReleaseMaker.Outcome.Made(var release) -> {
                deployments.madeRelease(deployment.id(), release.number());
                emit(new LaunchInbox.ReleaseBuilt(deployment.app(), deployment.id()));
            }
            case ReleaseMaker.Outcome.Rejected(var message) -> journal.fail(deployment, message);
        }
    }

    private Optional<Deployment> newer(Deployment deployment) {
        return deployments.latest(Optional.of(deployment.app()), RECENT).stream()
                .filter(other -> other.trigger().builds() && !other.isFinished())
                .filter(other -> other.id().value().compareTo(deployment.id().value()) > 0)
                .findFirst();
    }

    private void supersede(Deployment deployment, Deployment by) {
        journal.finish(deployment, new DeploymentStatus.Superseded(by.id()));
    }

    private static int slots(int configured) {
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }
}
