package dev.slipway.heal;

import static java.util.stream.Collectors.toSet;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.app.Traffic;
import dev.slipway.app.Trigger;
import dev.slipway.app.Trouble;
import dev.slipway.pipeline.Intake;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.Start;
import dev.slipway.pipeline.Succession;
import dev.slipway.pipeline.Succession.OnProbation;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import dev.slipway.traffic.Tally;
import dev.slipway.traffic.TrafficMeter;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Watches each new release for a while after its switch, and has a bad one rolled back. Who is
/// watched is told by the store, so that a restart of the engine ends no probation; what was
/// answered before the restart is not counted again.
@Singleton
class ProbationWatch {
    private static final int LATEST = 100;

    private final Apps apps;
    private final Instances instances;
    private final Deployments deployments;
    private final Incidents incidents;
    private final Succession succession;
    private final TrafficMeter traffic;
    private final Intake intake;
    private final Journal journal;
    private final Clock clock;
    private final Instant watchedSince;

    /// Apps that may be on probation.
    private final Set<AppName> watched = ConcurrentHashMap.newKeySet();

    ProbationWatch(
            Apps apps,
            Instances instances,
            Deployments deployments,
            Incidents incidents,
            Succession succession,
            TrafficMeter traffic,
            Intake intake,
            Journal journal,
            Clock clock) {
        this.apps = apps;
        this.instances = instances;
        this.deployments = deployments;
        this.incidents = incidents;
        this.succession = succession;
        this.traffic = traffic;
        this.intake = intake;
        this.journal = journal;
        this.clock = clock;
        this.watchedSince = clock.instant();
    }

    void start(@Observes @Priority(Start.HEALER) StartupEvent event, PipelineBus bus) {
        apps.all()
                .forEach(app -> {
                    endWhatIsOver(app.name());
                    watched.add(app.name());
                });
        bus.consume(Notice.class, this::on);
    }

    /// An engine that was killed right after a switch has not told that it made things good.
    private void endWhatIsOver(AppName app) {
        incidents.open(Cause.BAD_RELEASE, Optional.of(app)).stream()
                .filter(bad -> succession.hasSwitched(app, bad.detectedAt()))
                .forEach(journal::restored);
    }

    private void on(Notice notice) {
        if (notice instanceof Notice.DeploymentFinished(var app, _, _)) {
            watched.add(app);
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void watch() {
        if (watched.isEmpty()) {
            return;
        }
        try {
            traffic.refresh();
            var busy = deployments.unfinished().stream().map(Deployment::app).collect(toSet());
            watched.removeIf(app -> !busy.contains(app) && !isOnProbation(app));
        } catch (Trouble e) {
            Log.warnf("releases on probation cannot be watched now: %s", e.getMessage());
        }
    }

    /// Ends it with a roll back when the release turns out to be bad. There is one roll back in a
    /// trial: one that did not go live would not a second later either.
    private boolean isOnProbation(AppName app) {
        var trial = succession.onProbation(app);
        var bad = trial.flatMap(t -> known(t).or(() -> found(t)));
        bad.filter(incident -> !wasRolledBack(app, incident))
                .ifPresent(_ -> intake.run(app, Trigger.ROLLBACK, trial.get().before()));
        return trial.isPresent() && bad.isEmpty();
    }

    /// An engine that was killed may have found it, too.
    private Optional<Incident> known(OnProbation trial) {
        return incidents.open(Cause.BAD_RELEASE, Optional.of(trial.release().app())).stream()
                .filter(bad -> !bad.detectedAt().isBefore(trial.since()))
                .findFirst();
    }

    private Optional<Incident> found(OnProbation trial) {
        return verdict(trial).map(why -> opened(trial, why));
    }

    private boolean wasRolledBack(AppName app, Incident bad) {
        return deployments.latest(Optional.of(app), LATEST).stream()
                .filter(deployment -> deployment.trigger() == Trigger.ROLLBACK)
                .anyMatch(rollback -> !rollback.createdAt().isBefore(bad.detectedAt()));
    }

    private Optional<String> verdict(OnProbation trial) {
        var release = trial.release();
        var tally = traffic.totals().getOrDefault(release.app(), Tally.NONE);
        var own =
                instances.of(release.app()).stream()
                        .filter(instance -> instance.release() == release.number())
                        .toList();
        var broken = incidents.latest(Optional.of(release.app()), LATEST);
        var course =
                new Trial.Course(
                        of(tally, release),
                        timesLost(own, broken, trial.since()),
                        Outage.of(own, broken, watchedSince, clock.instant()));
        return Trial.verdict(trial.rules(), course, of(tally, trial.before()));
    }

    private static Traffic of(Tally tally, Release release) {
        return tally.instances().entrySet().stream()
                .filter(entry -> entry.getKey().release() == release.number())
                .map(Map.Entry::getValue)
                .reduce(Traffic.NONE, Traffic::plus);
    }

    private static int timesLost(List<Instance> own, List<Incident> broken, Instant since) {
        Set<InstanceId> ids = own.stream().map(Instance::id).collect(toSet());
        return (int)
                broken.stream()
                        .filter(incident -> !incident.detectedAt().isBefore(since))
                        .filter(incident -> incident.cause().isItsOwn())
                        .filter(incident -> incident.instance().filter(ids::contains).isPresent())
                        .count();
    }

    private Incident opened(OnProbation trial, String why) {
        var incident =
                Incident.found(
                        Optional.of(trial.release().app()),
                        Cause.BAD_RELEASE,
                        "release %d %s".formatted(trial.release().number(), why),
                        "roll back to release %d".formatted(trial.before().number()),
                        clock.instant());
        journal.opened(incident);
        return incident;
    }
}
