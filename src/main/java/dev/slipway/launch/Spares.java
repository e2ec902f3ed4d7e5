package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.pipeline.Mending;
import dev.slipway.pipeline.Replicas;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// One more instance than serves, on standby, takes the place of one that is lost; that one becomes
/// the spare when it is back.
@Singleton
class Spares {
    private final Instances instances;
    private final Releases releases;
    private final Standby standby;
    private final Replicas replicas;
    private final Drain drain;
    private final Mending mending;
    private final Clock clock;

    Spares(
            Instances instances,
            Releases releases,
            Standby standby,
            Replicas replicas,
            Drain drain,
            Mending mending,
            Clock clock) {
        this.instances = instances;
        this.releases = releases;
        this.standby = standby;
        this.replicas = replicas;
        this.drain = drain;
        this.mending = mending;
        this.clock = clock;
    }

    /// Wakes a spare of the same release, if one is missed.
    ///
    /// @return one that answers well, and is ready; empty when there is none
    Optional<Instance> wakeFor(Instance lost) {
        return replicas.completeSince(lost.app()).isPresent()
                ? Optional.empty()
                : of(lost).stream().filter(this::wake).findFirst();
    }

    private List<Instance> of(Instance lost) {
        return standby.of(lost.app()).stream()
                .filter(one -> one.release() == lost.release())
                .toList();
    }

    /// Nobody else wakes it, or mends it, meanwhile. One that does not answer is left to the
    /// healer, one that was drained in the meantime to its retirement.
    private boolean wake(Instance spare) {
        if (!mending.begin(spare.id())) {
            return false;
        }
        try {
            var release = releases.find(spare.app(), spare.release()).orElseThrow();
            return standby.wake(spare, release)
                    && instances.become(spare, Instance.State.READY, clock.instant());
        } finally {
            mending.end(spare.id());
        }
    }

    /// Whether enough others serve, so that this one becomes the spare.
    boolean isMissed(Instance restored) {
        return replicas.completeSince(restored.app()).isPresent()
                && releases.live(restored.app())
                        .filter(live -> live.number() == restored.release())
                        .filter(replicas::lacksSpare)
                        .isPresent();
    }

    /// It may have been routed a moment ago.
    void add(Instance restored) {
        drain.await(restored);
        standby.begin(restored);
    }
}
