package dev.slipway.launch;

import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.Deployment;
import dev.slipway.app.Release;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/// Which release a deployment runs, decided when its turn has come: what was live when it was asked
/// for may have been replaced since, and must not come back. A release that a deployment makes
/// carries its id, so that one which is taken up again makes no second one.
@Singleton
class ReleaseChoice {
    private final Apps apps;
    private final Releases releases;
    private final Deployments deployments;
    private final Clock clock;

    ReleaseChoice(Apps apps, Releases releases, Deployments deployments, Clock clock) {
        this.apps = apps;
        this.releases = releases;
        this.deployments = deployments;
        this.clock = clock;
    }

    /// @return empty when the deployment has ended in the meantime
    Optional<Release> of(Deployment deployment) {
        var named = deployment.release().flatMap(n -> releases.find(deployment.app(), n));
        if (named.filter(release -> release.deployment().equals(deployment.id())).isPresent()) {
            return named;
        }
        return switch (deployment.trigger()) {
            case RESTART -> same(live(deployment), deployment);
            case START, CONFIG -> upToDate(live(deployment), deployment);
            case ROLLBACK -> again(named.orElseThrow(), named.get().config(), deployment);
            case WEBHOOK, PUSH, API, HEAL, STOP ->
                    throw new IllegalStateException(
                            "deployment %s has no release of its own".formatted(deployment.id()));
        };
    }

    private Release live(Deployment deployment) {
        return releases.live(deployment.app()).orElseThrow();
    }

    private Optional<Release> upToDate(Release live, Deployment deployment) {
        var wanted = apps.find(deployment.app()).map(App::config).orElseThrow();
        return live.config().runsUnlike(wanted)
                ? again(live, wanted, deployment)
                : same(live, deployment);
    }

    private Optional<Release> same(Release release, Deployment deployment) {
        return deployments.runs(deployment.id(), release) ? Optional.of(release) : Optional.empty();
    }

    private Optional<Release> again(Release original, AppConfig config, Deployment deployment) {
        var release =
                new Release(
                        original.app(),
                        releases.reserve(original.app()),
                        deployment.id(),
                        original.commit(),
                        original.image(),
                        config,
                        clock.instant());
        return releases.add(release) ? Optional.of(release) : Optional.empty();
    }
}
