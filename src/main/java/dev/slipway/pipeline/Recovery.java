package dev.slipway.pipeline;

import dev.slipway.app.Deployment;
import dev.slipway.store.Deployments;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;

/// Takes up, after a start, what the engine had accepted and not finished. A stage does its part
/// from the beginning: each is idempotent.
@Singleton
class Recovery {
    private final Deployments deployments;
    private final Intake intake;

    Recovery(Deployments deployments, Intake intake) {
        this.deployments = deployments;
        this.intake = intake;
    }

    void resume() {
        for (Deployment deployment : deployments.unfinished()) {
            Log.infof(
                    "taken up again app=%s deployment=%s stage=%s",
                    deployment.app(), deployment.id(), deployment.stage().label());
            intake.emit(deployment);
        }
    }
}
