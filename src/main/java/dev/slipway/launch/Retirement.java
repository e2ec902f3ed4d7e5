package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.Containers;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.List;

/// Ends unrouted instances without cutting a request: nothing in flight for a moment, or the drain
/// deadline; then SIGTERM, the grace period, removal. Those that a roll back may want stand by
/// first.
@Singleton
class Retirement {
    private final Instances instances;
    private final Containers containers;
    private final Predecessors predecessors;
    private final Drain drain;
    private final EngineConfig.Retire limits;

    Retirement(
            Instances instances,
            Containers containers,
            Predecessors predecessors,
            Drain drain,
            EngineConfig config) {
        this.instances = instances;
        this.containers = containers;
        this.predecessors = predecessors;
        this.drain = drain;
        this.limits = config.retire();
    }

    /// Blocks until all are gone or stand by. Instances that are not draining are left alone.
    void retire(List<InstanceId> ids) {
        var workers =
                ids.stream()
                        .flatMap(id -> instances.find(id).stream())
                        .filter(instance -> instance.state() == Instance.State.DRAINING)
                        .map(instance -> Thread.ofVirtual().start(() -> retire(instance)))
                        .toList();
        for (var worker : workers) {
            join(worker);
        }
    }

    private void retire(Instance instance) {
        drain.await(instance);
        if (!predecessors.keep(instance)) {
            end(instance);
        }
    }

    private void end(Instance instance) {
        Log.infof("instance stops app=%s instance=%s", instance.app(), instance.id());
        containers.stop(instance.container(), limits.grace());
        containers.remove(instance.container());
        instances.remove(instance.id());
        Log.infof("instance is gone app=%s instance=%s", instance.app(), instance.id());
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while instances drained", e);
        }
    }
}
