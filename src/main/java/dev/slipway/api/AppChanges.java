package dev.slipway.api;

import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Trigger;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Intake;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.pipeline.Succession;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/// What owners ask for, as deployments.
@Singleton
public class AppChanges {
    private static final Duration REMOVAL_TIMEOUT = Duration.ofSeconds(90);

    private final Apps apps;
    private final Releases releases;
    private final Deployments deployments;
    private final Succession succession;
    private final Intake intake;
    private final Journal journal;
    private final PipelineBus bus;

    AppChanges(
            Apps apps,
            Releases releases,
            Deployments deployments,
            Succession succession,
            Intake intake,
            Journal journal,
            PipelineBus bus) {
        this.apps = apps;
        this.releases = releases;
        this.deployments = deployments;
        this.succession = succession;
        this.intake = intake;
        this.journal = journal;
        this.bus = bus;
    }

    /// @return false when there is an app of that name already
    /// @throws dev.slipway.app.Complaint when one of its hosts belongs to another app
    boolean create(App app) {
        boolean added = apps.add(app);
        if (added) {
            journal.changed(app.name());
            bus.emit(new RouteInbox.BlocksChanged(app.name()));
        }
        return added;
    }

    Deployment deploy(App app, Optional<Revision> commit) {
        return intake.build(app.name(), Trigger.API, commit);
    }

    /// Keeps the new configuration; when it runs otherwise than the live one, that becomes a
    /// release and is deployed. A stopped app gets it when it is started.
    Optional<Deployment> configure(App app, AppConfig wanted) {
        if (app.config().equals(wanted)) {
            return Optional.empty();
        }
        apps.configure(app.name(), wanted);
        journal.changed(app.name());
        if (!app.config().hosts().equals(wanted.hosts())
                || !app.config().edge().equals(wanted.edge())) {
            bus.emit(new RouteInbox.BlocksChanged(app.name()));
        }
        var live = releases.live(app.name());
        if (live.isEmpty() || !live.get().config().runsUnlike(wanted)) {
            return Optional.empty();
        }
        if (!live.get().config().image().equals(wanted.image())) {
            return Optional.of(deploy(app, Optional.empty()));
        }
        return Optional.of(intake.runLive(app.name(), Trigger.CONFIG));
    }

    /// @throws Conflict when nothing was ever live
    Deployment restart(App app) {
        requireLive(app);
        return intake.runLive(app.name(), Trigger.RESTART);
    }

    /// Runs the live release, with the configuration as it is now.
    ///
    /// @throws Conflict when nothing was ever live
    Deployment start(App app) {
        requireLive(app);
        return intake.runLive(app.name(), Trigger.START);
    }

    Deployment stop(App app) {
        return intake.stop(app.name());
    }

    /// A new release with image and configuration of another one: the one named, or else the one
    /// that [Succession#wayBack] leads to.
    ///
    /// @throws Conflict when there is none to go back to
    /// @throws NotFound when the named one does not exist
    Deployment rollback(App app, Optional<Integer> number) {
        var live = requireLive(app);
        var target = number.map(n -> named(app, n)).orElseGet(() -> before(live));
        return intake.run(app.name(), Trigger.ROLLBACK, target);
    }

    /// @throws Conflict when it has ended already
    void cancel(Deployment deployment, String reason) {
        if (deployment.isFinished()) {
            throw new Conflict(
                    "Deployment %s is %s already"
                            .formatted(deployment.id(), deployment.status().label()));
        }
        journal.finish(deployment, new DeploymentStatus.Cancelled(reason));
    }

    /// Blocks until the app is gone.
    ///
    /// @throws Conflict when that takes more than 90 s
    void remove(App app) {
        deployments.unfinished().stream()
                .filter(deployment -> deployment.app().equals(app.name()))
                .forEach(deployment -> cancel(deployment, "the app is removed"));
        bus.emit(new RouteInbox.RemovalRequested(app.name()));
        var deadline = Deadline.in(REMOVAL_TIMEOUT);
        while (apps.find(app.name()).isPresent()) {
            pause(app, deadline);
        }
    }

    private Release requireLive(App app) {
        return releases.live(app.name())
                .orElseThrow(() ->
                        new Conflict(
                                "App %s has no release yet: deploy it first"
                                        .formatted(app.name())));
    }

    private Release before(Release live) {
        return succession
                .wayBack(live.app())
                .orElseThrow(() ->
                        new Conflict(
                                "App %s has no release to go back to from %d: name the one that is to run"
                                        .formatted(live.app(), live.number())));
    }

    private Release named(App app, int number) {
        return releases.find(app.name(), number)
                .orElseThrow(() ->
                        new NotFound("App %s has no release %d".formatted(app.name(), number)));
    }

    private void pause(App app, Deadline deadline) {
        if (deadline.isOver()) {
            throw new Conflict(
                    "App %s is not gone after %d s: the engine goes on trying, and its log says what holds it"
                            .formatted(app.name(), REMOVAL_TIMEOUT.toSeconds()));
        }
        Pause.of(Duration.ofMillis(20));
    }
}
