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
        return releases.live(app).filter(this::lacksSpare).flatMap(this::surplus);
    }

    private Optional<Instance> surplus(Release live) {
        var ready = ready(live);
        return ready.size() > live.config().replicas()
                ? Optional.of(ready.getLast())
                : Optional.empty();
    }

    /// Whether fewer of its instances stand by than are to.
    public boolean lacksSpare(Release live) {
        int spares = live.config().resilience().spare();
        return spares > 0 && in(Instance.State.STANDBY, live).size() < spares;
    }

    private static Optional<Instant> completeSince(Release live, List<Instance> ready) {
        return ready.size() < live.config().replicas()
                ? Optional.empty()
                : ready.stream().map(Instance::since).max(Instant::compareTo);
    }

    private List<Instance> ready(Release live) {
        return in(Instance.State.READY, live);
    }

    private List<Instance> in(Instance.State state, Release release) {
        return instances.of(release.app()).stream()
                .filter(one -> one.state() == state && one.release() == release.number())
                .toList();
    }
}
