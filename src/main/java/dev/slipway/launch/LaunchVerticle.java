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
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.pipeline.StageVerticle;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;

/// The launch stage: new releases are started, and instances that the healer wants back are brought
/// back. A restart does not wait for a launch of the same app that takes its time.
@Singleton
public class LaunchVerticle extends StageVerticle<LaunchInbox> {
    private static final Duration LOOK_FOR_END = Duration.ofMillis(5);

    private final ReleaseChoice choice;
    private final Instances instances;
    private final Launcher launcher;
    private final Restarter restarter;
    private final BuildLogs logs;
    private final Journal journal;
    private final Lanes launches = new Lanes();
    private final Lanes restarts = new Lanes();

    LaunchVerticle(
            PipelineBus bus,
            ReleaseChoice choice,
            Instances instances,
            Launcher launcher,
            Restarter restarter,
            BuildLogs logs,
            Journal journal) {
        super(bus, LaunchInbox.class);
        this.choice = choice;
        this.instances = instances;
        this.launcher = launcher;
        this.restarter = restarter;
        this.logs = logs;
        this.journal = journal;
    }

    @Override
    protected void accept(LaunchInbox event) {
        switch (event) {
            case LaunchInbox.LaunchRequested(var app, var id) ->
                    launches.run(app, () -> journal.attempt(id, this::launch));
            case LaunchInbox.RestartRequested(var app, var id) ->
                    restarts.run(app, () -> restart(id));
        }
    }

    @Override
    public void stop() {
        launches.close();
        restarts.close();
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

    /// What fails now is tried again by the audit.
    private void restart(InstanceId id) {
        try {
            instances
                    .find(id)
                    .filter(instance -> instance.state() == Instance.State.DOWN)
                    .filter(restarter::restart)
                    .ifPresent(
                            restored -> emit(new RouteInbox.InstanceRestored(restored.app(), id)));
        } catch (Trouble e) {
            Log.warnf("instance is not back instance=%s: %s", id, e.getMessage());
        }
    }
}
