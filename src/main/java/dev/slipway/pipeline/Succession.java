package dev.slipway.pipeline;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Instance;
import dev.slipway.app.Probation;
import dev.slipway.app.Release;
import dev.slipway.app.Stage;
import dev.slipway.app.Trigger;
import dev.slipway.config.EngineConfig;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which release came after which, and whether the newest is still on probation. Told by the store
/// alone, so that it outlives the engine.
@Singleton
public class Succession {
    private static final int LATEST = 50;

    private final Apps apps;
    private final Releases releases;
    private final Deployments deployments;
    private final Clock clock;
    private final boolean enabled;

    Succession(
            Apps apps,
            Releases releases,
            Deployments deployments,
            Clock clock,
            EngineConfig config) {
        this.apps = apps;
        this.releases = releases;
        this.deployments = deployments;
        this.clock = clock;
        this.enabled = config.probation().enabled();
    }

    /// A release that is watched, since its switch, and the one to go back to.
    public record OnProbation(Release release, Release before, Instant since, Probation rules) {}

    /// Empty also for what goes back to an older release, or brings the same one back.
    public Optional<OnProbation> onProbation(AppName name) {
        var app = apps.find(name).filter(App::isWanted);
        return enabled && app.isPresent() ? onProbation(app.get()) : Optional.empty();
    }

    private Optional<OnProbation> onProbation(App app) {
        var rules = app.config().resilience().probation();
        var switches = switches(app);
        return switches.stream()
                .findFirst()
                .filter(latest -> latest.trigger().builds() || latest.trigger() == Trigger.CONFIG)
                .filter(latest -> clock.instant().isBefore(at(latest).plus(rules.time())))
                .flatMap(latest -> onProbation(latest, switches, rules));
    }

    private Optional<OnProbation> onProbation(
            Deployment latest, List<Deployment> switches, Probation rules) {
        return releases.live(latest.app())
                .filter(live -> latest.release().equals(Optional.of(live.number())))
                .flatMap(live ->
                        before(live, switches)
                                .map(before -> new OnProbation(live, before, at(latest), rules)));
    }

    /// Until when one on standby may be wanted: one of the release before as long as the new one is
    /// on probation, a spare of the live one for ever.
    public Instant standsByUntil(Instance instance) {
        boolean isSpare =
                releases.live(instance.app())
                        .filter(live -> live.number() == instance.release())
                        .isPresent();
        return isSpare ? Instant.MAX : instance.since().plus(probation(instance.app()));
    }

    private Duration probation(AppName name) {
        return apps.find(name)
                .map(app -> app.config().resilience().probation().time())
                .orElse(Duration.ZERO);
    }

    private Optional<Release> before(Release live, List<Deployment> switches) {
        return switches.stream()
                .flatMap(deployment -> deployment.release().stream())
                .filter(number -> number != live.number())
                .flatMap(number -> releases.find(live.app(), number).stream())
                .findFirst();
    }

    /// Deployments that made a release live, newest first.
    private List<Deployment> switches(App app) {
        return deployments.latest(Optional.of(app.name()), LATEST).stream()
                .filter(deployment -> deployment.status() instanceof DeploymentStatus.Live)
                .filter(deployment -> deployment.trigger() != Trigger.STOP)
                .toList();
    }

    private static Instant at(Deployment live) {
        return live.stages().stream()
                .filter(time -> time.stage() == Stage.ROUTE)
                .map(Deployment.StageTime::startedAt)
                .findFirst()
                .orElse(live.createdAt());
    }
}
