package dev.slipway.pipeline;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/// Starts the stages, then takes up what was left unfinished. Vert.x stops them: work under way is
/// left as it is in the store, and the next start takes it up.
@Singleton
class Pipeline {
    private static final DeploymentOptions ON_VIRTUAL_THREAD =
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

    private final Vertx vertx;
    private final Instance<StageVerticle<?>> stages;
    private final Recovery recovery;

    Pipeline(Vertx vertx, Instance<StageVerticle<?>> stages, Recovery recovery) {
        this.vertx = vertx;
        this.stages = stages;
        this.recovery = recovery;
    }

    void start(@Observes @Priority(Start.PIPELINE) StartupEvent event) throws Exception {
        for (var stage : stages) {
            vertx.deployVerticle(stage, ON_VIRTUAL_THREAD)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            Log.infof("stage is running stage=%s", stage.getClass().getSimpleName());
        }
        recovery.resume();
    }
}
