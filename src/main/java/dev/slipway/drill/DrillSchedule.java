package dev.slipway.drill;

import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Trouble;
import dev.slipway.config.EngineConfig;
import dev.slipway.drill.DrillRunner.Beginning;
import dev.slipway.pipeline.Pause;
import dev.slipway.store.Apps;
import dev.slipway.store.Drills;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/// The doorbell of drills that begin by themselves: one app after the other, so that they do not
/// disturb each other's figures.
@Singleton
class DrillSchedule {
    private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofSeconds(1);

    private final DrillRunner runner;
    private final Drills drills;
    private final Apps apps;
    private final EngineConfig.Drill config;

    DrillSchedule(DrillRunner runner, Drills drills, Apps apps, EngineConfig config) {
        this.runner = runner;
        this.drills = drills;
        this.apps = apps;
        this.config = config.drill();
    }

    /// Not at the engine's start, which is disturbance enough.
    @Scheduled(
            every = "${slipway.drill.every:off}",
            delayed = "${slipway.drill.every:0s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void drill() {
        config.apps().orElse(List.of()).forEach(this::drill);
    }

    private void drill(String app) {
        try {
            var found = apps.find(new AppName(app));
            if (found.isEmpty()) {
                Log.warnf("no drill, as there is no such app app=%s", app);
                return;
            }
            switch (runner.begin(found.get(), faults())) {
                case Beginning.Begun(var drill) -> awaitEnd(drill.id());
                case Beginning.Refused(var reason) -> Log.warnf("no drill now: %s", reason);
            }
        } catch (Trouble | Complaint e) {
            Log.warnf("no drill now app=%s: %s", app, e.getMessage());
        }
    }

    private List<Fault> faults() {
        return config.faults()
                .map(names -> names.stream().map(Fault::named).toList())
                .orElse(Fault.ALL);
    }

    private void awaitEnd(String id) {
        while (drills.find(id).filter(d -> d.state() instanceof Drill.Running).isPresent()) {
            Pause.of(BEFORE_ANOTHER_LOOK);
        }
    }
}
