package dev.slipway.pipeline;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;

/// Takes up, after a start, what the engine had accepted and not finished. A stage does its part
/// from the beginning: each is idempotent.
@Singleton
class Recovery {
    private final Apps apps;
    private final Deployments deployments;
    private final Intake intake;
    private final PipelineBus bus;

    Recovery(Apps apps, Deployments deployments, Intake intake, PipelineBus bus) {
        this.apps = apps;
        this.deployments = deployments;
        this.intake = intake;
        this.bus = bus;
    }

    void resume() {
        apps.all().stream()
                .filter(app -> app.intent() == App.Intent.REMOVED)
                .forEach(app -> bus.emit(new RouteInbox.RemovalRequested(app.name())));
        for (Deployment deployment : deployments.unfinished()) {
            Log.infof(
                    "taken up again app=%s deployment=%s stage=%s",
                    deployment.app(), deployment.id(), deployment.stage().label());
            intake.emit(deployment);
        }
    }
}
