package dev.slipway.launch;

import dev.slipway.app.Deployment;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.app.Stage;
import dev.slipway.app.Trouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Lanes;
import dev.slipway.pipeline.LaunchInbox;
import dev.slipway.pipeline.Mending;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.Remedy;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.pipeline.StageVerticle;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// The launch stage: new releases are started, and instances that the healer wants back are brought
/// back, each for itself. A restart does not wait for a launch of the same app that takes its time.
@Singleton
public class LaunchVerticle extends StageVerticle<LaunchInbox> {
    private static final Duration LOOK_FOR_END = Duration.ofMillis(5);

    private final ReleaseChoice choice;
    private final Instances instances;
    private final Launcher launcher;
    private final Restarter restarter;
    private final Spares spares;
    private final Mending mending;
    private final BuildLogs logs;
    private final Journal journal;
    private final Lanes launches = new Lanes();

    LaunchVerticle(
            PipelineBus bus,
            ReleaseChoice choice,
            Instances instances,
            Launcher launcher,
            Restarter restarter,
            Spares spares,
            Mending mending,
            BuildLogs logs,
            Journal journal) {
        super(bus, LaunchInbox.class);
        this.choice = choice;
        this.instances = instances;
        this.launcher = launcher;
        this.restarter = restarter;
        this.spares = spares;
        this.mending = mending;
        this.logs = logs;
        this.journal = journal;
    }

    @Override
    protected void accept(LaunchInbox event) {
        switch (event) {
            case LaunchInbox.LaunchRequested(var app, var id) ->
                    launches.run(app, () -> journal.attempt(id, this::launch));
            case LaunchInbox.RestartRequested(_, var id, var remedy) -> bringBack(id, remedy);
        }
    }

    @Override
    public void stop() {
        launches.close();
    }

    private void launch(Deployment deployment) {
        journal.enter(deployment, Stage.LAUNCH);
        choice.of(deployment).ifPresent(release -> launch(release, deployment));
    }

    private void launch(Release release, Deployment deployment) {
        switch (launcher.launch(
                release, deployment.id(), () -> journal.hasEnded(deployment.id()))) {
            case Launch.Started _ -> {
                emit(new RouteInbox.InstancesReady(deployment.app(), deployment.id()));
                awaitEnd(deployment);
            }
            case Launch.Refused(var reason, var logTail) -> {
                var log = logs.writer(deployment.id());
                log.line("%s did not start: %s".formatted(deployment.app(), reason));
                logTail.lines().forEach(line -> log.line("  | " + line));
                journal.fail(
                        deployment, "%s did not start: %s".formatted(deployment.app(), reason));
            }
        }
    }

    /// What comes next on the lane may run the release that this one makes live.
    private void awaitEnd(Deployment deployment) {
        while (!journal.hasEnded(deployment.id())) {
            Pause.of(LOOK_FOR_END);
        }
    }

    private void bringBack(InstanceId id, Remedy remedy) {
        if (mending.begin(id)) {
            Thread.ofVirtual()
                    .name("restart-" + id)
                    .start(() -> {
                        try {
                            lost(id).ifPresent(instance -> bringBack(instance, remedy));
                        } catch (Trouble e) {
                            // the audit has it tried again
                            Log.warnf("instance is not back instance=%s: %s", id, e.getMessage());
                        } finally {
                            mending.end(id);
                        }
                    });
        }
    }

    /// A spare takes its place at once; then it becomes the spare.
    private void bringBack(Instance lost, Remedy remedy) {
        spares.wakeFor(lost)
                .ifPresent(spare -> emit(new RouteInbox.SpareReady(spare.app(), spare.id())));
        if (restarter.restart(lost, remedy)) {
            lost(lost.id()).ifPresent(this::takeUp);
        }
    }

    /// @param back as it is now: it may have another container
    private void takeUp(Instance back) {
        if (spares.isMissed(back)) {
            spares.add(back);
            journal.changed(back.app());
        } else {
            emit(new RouteInbox.InstanceRestored(back.app(), back.id()));
        }
    }

    private Optional<Instance> lost(InstanceId id) {
        return instances.find(id).filter(Instance::isDown);
    }
}
