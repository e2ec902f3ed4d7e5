package dev.slipway.launch;

import dev.slipway.app.Instance;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeTrouble;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Waits for what an unrouted instance has begun.
@Singleton
class Drain {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration QUIET = Duration.ofMillis(300);

    private final Edge edge;
    private final Duration longest;

    Drain(Edge edge, EngineConfig config) {
        this.edge = edge;
        this.longest = config.retire().drain();
    }

    /// Blocks until nothing is in flight for a moment, or the deadline has passed.
    void await(Instance instance) {
        var deadline = Deadline.in(longest);
        var quiet = Deadline.in(QUIET);
        while (!deadline.isOver()) {
            if (inFlight(instance) > 0) {
                quiet = Deadline.in(QUIET);
            } else if (quiet.isOver()) {
                return;
            }
            Pause.of(POLL);
        }
        Log.warnf(
                "drain deadline passed, requests in flight are cut app=%s instance=%s deadline=%s",
                instance.app(), instance.id(), longest);
    }

    /// A proxy that does not answer may still hold requests in its workers, so they count as in
    /// flight.
    private int inFlight(Instance instance) {
        try {
            return edge.inFlight(instance.address());
        } catch (EdgeTrouble e) {
            return 1;
        }
    }
}
