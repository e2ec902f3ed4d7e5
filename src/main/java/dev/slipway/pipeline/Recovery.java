package dev.slipway.pipeline;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.app.Instance;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.List;

/// Takes up, after a start, what the engine had accepted and not finished. A stage does its part
/// from the beginning: each is idempotent.
@Singleton
class Recovery {
    private final Apps apps;
    private final Deployments deployments;
    private final Instances instances;
    private final Intake intake;
    private final PipelineBus bus;

    Recovery(
            Apps apps,
            Deployments deployments,
            Instances instances,
            Intake intake,
            PipelineBus bus) {
        this.apps = apps;
        this.deployments = deployments;
        this.instances = instances;
        this.intake = intake;
        this.bus = bus;
    }

    void resume() {
        apps.all().stream()
                .filter(app -> app.intent() == App.Intent.REMOVED)
                .forEach(app -> bus.emit(new RouteInbox.RemovalRequested(app.name())));
        retireWhatDrains();
        for (Deployment deployment : deployments.unfinished()) {
            Log.infof(
                    "taken up again app=%s deployment=%s stage=%s",
                    deployment.app(), deployment.id(), deployment.stage().label());
            intake.emit(deployment);
        }
    }

    private void retireWhatDrains() {
        instances.all().stream()
                .filter(instance -> instance.state() == Instance.State.DRAINING)
                .forEach(instance ->
                        bus.emit(
                                new RetireInbox.Superseded(
                                        instance.app(),
                                        instance.deployment(),
                                        List.of(instance.id()))));
    }
}
