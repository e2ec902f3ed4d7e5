package dev.slipway.launch;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.Containers;
import dev.slipway.pipeline.Succession;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The instances of the release before stand by as long as the new one is on probation, so that
/// going back to it takes no start.
@Singleton
class Predecessors {
    private static final Set<Status> OF_USE = EnumSet.of(Status.RUNNING, Status.PAUSED);

    private final Instances instances;
    private final Releases releases;
    private final Containers containers;
    private final Standby standby;
    private final Succession succession;
    private final Clock clock;

    Predecessors(
            Instances instances,
            Releases releases,
            Containers containers,
            Standby standby,
            Succession succession,
            Clock clock) {
        this.instances = instances;
        this.releases = releases;
        this.containers = containers;
        this.standby = standby;
        this.succession = succession;
        this.clock = clock;
    }

    List<Instance> of(AppName app) {
        var live = releases.live(app).map(Release::number);
        return standby.of(app).stream()
                .filter(one -> live.filter(number -> number == one.release()).isEmpty())
                .toList();
    }

    /// Lets one that is drained stand by, if it may be wanted once more.
    ///
    /// @return false when it is to go
    boolean keep(Instance drained) {
        boolean kept = isBefore(drained) && isOfUse(drained);
        if (kept) {
            standby.begin(drained);
        }
        return kept;
    }

    private boolean isBefore(Instance drained) {
        return succession
                .onProbation(drained.app())
                .filter(trial -> trial.before().number() == drained.release())
                .isPresent();
    }

    private boolean isOfUse(Instance drained) {
        return containers
                .find(drained.container())
                .filter(state -> OF_USE.contains(state.status()))
                .isPresent();
    }

    /// Wakes the instances that ran just like this release, if all of them still stand by. They
    /// belong to it, and to the deployment, from then on.
    ///
    /// @return those that are to serve; empty when they are of no use
    List<Instance> wakeFor(Release release, DeploymentId deployment) {
        int serving = release.config().replicas();
        int all = serving + release.config().resilience().spare();
        var alike = of(release.app()).stream().filter(i -> ranLike(i, release)).toList();
        if (alike.size() < all) {
            return List.of();
        }
        alike.forEach(i -> instances.joins(i.id(), release.number(), deployment));
        var woken = alike.subList(0, serving);
        woken.forEach(i -> instances.become(i.id(), Instance.State.STARTING, clock.instant()));
        return woken.stream().allMatch(i -> standby.wake(i, release)) ? woken : List.of();
    }

    private boolean ranLike(Instance waiting, Release release) {
        return releases.find(waiting.app(), waiting.release())
                .filter(before -> before.image().equals(release.image()))
                .filter(before -> !before.config().runsUnlike(release.config()))
                .isPresent();
    }
}
