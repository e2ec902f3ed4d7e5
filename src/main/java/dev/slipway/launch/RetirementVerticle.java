package dev.slipway.launch;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Stage;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RetireInbox;
import dev.slipway.pipeline.StageVerticle;
import dev.slipway.store.Deployments;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The retirement stage: instances that get no new requests finish the old ones and go. Drains run
/// side by side; the next deployment does not wait for them.
@Singleton
public class RetirementVerticle extends StageVerticle<RetireInbox> {
    private final Deployments deployments;
    private final Journal journal;
    private final Retirement retirement;
    private final Removal removal;

    /// Apps whose removal is under way, so that a second wish for it changes nothing.
    private final Set<AppName> leaving = ConcurrentHashMap.newKeySet();

    RetirementVerticle(
            PipelineBus bus,
            Deployments deployments,
            Journal journal,
            Retirement retirement,
            Removal removal) {
        super(bus, RetireInbox.class);
        this.deployments = deployments;
        this.journal = journal;
        this.retirement = retirement;
        this.removal = removal;
    }

    @Override
    protected void accept(RetireInbox event) {
        switch (event) {
            case RetireInbox.Superseded(var app, var by, var instances) ->
                    aside(app, () -> retire(app, by, instances));
            case RetireInbox.AppUnrouted(var app) -> {
                if (leaving.add(app)) {
                    aside(app, () -> remove(app));
                }
            }
        }
    }

    private void retire(AppName app, DeploymentId by, List<InstanceId> instances) {
        deployments.find(by).ifPresent(deployment -> journal.enter(deployment, Stage.RETIRE));
        retirement.retire(instances);
        journal.leave(by);
        journal.changed(app);
    }

    private void remove(AppName app) {
        try {
            removal.remove(app);
        } finally {
            leaving.remove(app);
        }
    }

    private static void aside(AppName app, Runnable work) {
        Thread.ofVirtual()
                .name("retire-" + app)
                .start(() -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        Log.errorf(e, "retirement failed, the audit tries again app=%s", app);
                    }
                });
    }
}
