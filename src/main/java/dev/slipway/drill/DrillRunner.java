package dev.slipway.drill;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Trouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.Start;
import dev.slipway.store.Drills;
import dev.slipway.store.StoreTrouble;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Runs drills, one at a time of an app, fault after fault.
@Singleton
public class DrillRunner {
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(2);

    /// What came of the wish for a drill.
    public sealed interface Beginning {
        record Begun(Drill drill) implements Beginning {}

        record Refused(String reason) implements Beginning {}
    }

    private final Drills drills;
    private final Conditions conditions;
    private final Exercise exercise;
    private final Journal journal;
    private final Clock clock;

    DrillRunner(
            Drills drills, Conditions conditions, Exercise exercise, Journal journal, Clock clock) {
        this.drills = drills;
        this.conditions = conditions;
        this.exercise = exercise;
        this.journal = journal;
        this.clock = clock;
    }

    /// What the engine before has broken is mended by the healer.
    void start(@Observes @Priority(Start.PIPELINE) StartupEvent event) {
        drills.endAll(new Drill.Failed(clock.instant(), "the engine was restarted"));
    }

    /// Returns as soon as the drill is in the store.
    ///
    /// @throws dev.slipway.app.Complaint when there is no fault, or too many
    public Beginning begin(App app, List<Fault> faults) {
        var drill = Drill.of(app.name(), faults, clock.instant());
        var busy =
                new Beginning.Refused(
                        "App %s has a drill under way: wait until it has ended"
                                .formatted(app.name()));
        if (isBeingDrilled(app.name())) {
            return busy;
        }
        var condition = conditions.of(app.name());
        var objection =
                condition
                        .map(Condition::objection)
                        .orElse(Optional.of("App %s is gone".formatted(app.name())));
        if (objection.isPresent()) {
            return new Beginning.Refused(objection.get());
        }
        if (!drills.begin(drill)) {
            return busy;
        }
        var since = condition.flatMap(Condition::newest);
        Thread.ofVirtual().name("drill-" + app.name()).start(() -> run(drill, since));
        return new Beginning.Begun(drill);
    }

    /// Then it is not whole either, which would be the poorer reason.
    private boolean isBeingDrilled(AppName app) {
        return drills.latest(app, 1).stream().anyMatch(d -> d.state() instanceof Drill.Running);
    }

    private void run(Drill drill, Optional<DeploymentId> since) {
        Log.infof(
                "drill begins app=%s drill=%s faults=%s", drill.app(), drill.id(), drill.faults());
        journal.changed(drill.app());
        var end = exercise(drill, since);
        keep(drill, end);
        Log.infof("drill ends app=%s drill=%s %s", drill.app(), drill.id(), end);
        journal.changed(drill.app());
    }

    private Drill.Over exercise(Drill drill, Optional<DeploymentId> since) {
        try {
            for (var fault : drill.faults()) {
                var outcome = exercise.of(new Exercise.Task(drill.app(), since, fault));
                outcome.result().ifPresent(result -> keep(drill, result));
                if (outcome.failure().isPresent()) {
                    return new Drill.Failed(clock.instant(), outcome.failure().get());
                }
            }
            return new Drill.Finished(clock.instant());
        } catch (Trouble e) {
            return new Drill.Failed(clock.instant(), e.getMessage());
        } catch (RuntimeException e) {
            Log.errorf(e, "engine fault app=%s drill=%s", drill.app(), drill.id());
            return new Drill.Failed(clock.instant(), Trouble.ofOurs(e));
        }
    }

    private void keep(Drill drill, Drill.Result result) {
        Log.infof("drill app=%s drill=%s %s", drill.app(), drill.id(), result);
        drills.add(drill.id(), result);
        journal.changed(drill.app());
    }

    /// Until that is kept the app has no other drill.
    private void keep(Drill drill, Drill.Over end) {
        while (true) {
            try {
                drills.end(drill.id(), end);
                return;
            } catch (StoreTrouble e) {
                Log.errorf("end is not kept yet drill=%s: %s", drill.id(), e.getMessage());
                Pause.of(BEFORE_ANOTHER_TRY);
            }
        }
    }
}
