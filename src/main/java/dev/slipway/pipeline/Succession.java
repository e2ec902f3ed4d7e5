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
        return releases.live(app.name()).flatMap(live -> onProbation(live, rules));
    }

    private Optional<OnProbation> onProbation(Release live, Probation rules) {
        return latestSwitch(live)
                .filter(latest -> latest.trigger().builds() || latest.trigger() == Trigger.CONFIG)
                .filter(latest -> clock.instant().isBefore(at(latest).plus(rules.time())))
                .flatMap(latest ->
                        lineage(live)
                                .replaced()
                                .map(before -> new OnProbation(live, before, at(latest), rules)));
    }

    /// The release that a roll back leads to when none is named; empty when there is none.
    public Optional<Release> wayBack(AppName app) {
        return releases.live(app).flatMap(live -> lineage(live).wayBack());
    }

    private Lineage lineage(Release live) {
        return Lineage.of(live, releases.served(live.app()));
    }

    /// Whether what is live went live, or was run again, after this.
    public boolean hasSwitched(AppName app, Instant since) {
        return releases.live(app)
                .flatMap(this::latestSwitch)
                .filter(latest -> !at(latest).isBefore(since))
                .isPresent();
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

    /// The deployment that made it live, or ran it again since.
    private Optional<Deployment> latestSwitch(Release live) {
        return deployments.latest(Optional.of(live.app()), LATEST).stream()
                .filter(deployment -> deployment.status() instanceof DeploymentStatus.Live)
                .filter(deployment -> deployment.release().equals(Optional.of(live.number())))
                .findFirst();
    }

    private static Instant at(Deployment live) {
        return live.stages().stream()
                .filter(time -> time.stage() == Stage.ROUTE)
                .map(Deployment.StageTime::startedAt)
                .findFirst()
                .orElse(live.createdAt());
    }
}
