package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether an app has as many instances ready as it is to have, whichever they are: a spare may
/// serve in the place of a replica.
@Singleton
public class Replicas {
    private final Instances instances;
    private final Releases releases;

    Replicas(Instances instances, Releases releases) {
        this.instances = instances;
        this.releases = releases;
    }

    /// @return since when all of them serve; empty when some do not, or nothing is live
    public Optional<Instant> completeSince(AppName app) {
        return releases.live(app).flatMap(live -> completeSince(live, ready(live)));
    }

    /// @return one that serves though enough others do, and is missed among the spares; empty when
    ///   all is as it is to be
    public Optional<Instance> surplus(AppName app) {
        return releases.live(app)
                .filter(live -> ready(live).size() > live.config().replicas())
                .filter(live -> standingBy(live) < live.config().resilience().spare())
                .map(live -> ready(live).getLast());
    }

    private long standingBy(Release live) {
        return instances.of(live.app()).stream()
                .filter(one -> one.state() == Instance.State.STANDBY)
                .filter(one -> one.release() == live.number())
                .count();
    }

    private static Optional<Instant> completeSince(Release live, List<Instance> ready) {
        return ready.size() < live.config().replicas()
                ? Optional.empty()
                : ready.stream().map(Instance::since).max(Instant::compareTo);
    }

    private List<Instance> ready(Release live) {
        return instances.of(live.app()).stream()
                .filter(instance -> instance.isReady() && instance.release() == live.number())
                .toList();
    }
}
