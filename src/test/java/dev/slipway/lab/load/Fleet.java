package dev.slipway.lab.load;

import static org.awaitility.Awaitility.await;

import dev.slipway.nginx.Edge;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Instances that serve in turn. One that is let go is ended as the engine does it, when the edge
/// has counted nothing in flight on it for 0.3 s, and then it is a new one that waits for its turn.
public final class Fleet implements AutoCloseable {
    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Backends backends;
    private final Edge edge;
    private final LinkedBlockingQueue<Backends.Instance> waiting = new LinkedBlockingQueue<>();
    private final ExecutorService retirements = Executors.newVirtualThreadPerTaskExecutor();

    public Fleet(Backends backends, int size, Edge edge) {
        this.backends = backends;
        this.edge = edge;
        for (var i = 0; i < size; i++) {
            waiting.add(backends.start());
        }
    }

    /// Waits until there is one.
    public Backends.Instance next() throws InterruptedException {
        var next = waiting.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("every instance has been draining for " + LONGEST);
        }
        return next;
    }

    /// Nothing is routed to it any more. Returns at once.
    public void retire(Backends.Instance old) {
        retirements.execute(() -> {
            await().atMost(LONGEST)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .during(QUIET)
                    .until(() -> edge.inFlight(old.address()) == 0);
            backends.replace(old);
            waiting.add(old);
        });
    }

    /// Waits for those that drain.
    @Override
    public void close() {
        retirements.close();
    }
}
