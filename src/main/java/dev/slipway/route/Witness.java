package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.app.Receipt;
import dev.slipway.probe.Probe;
import dev.slipway.traffic.Growth;
import dev.slipway.traffic.Tally;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Watches one switch, on a thread of its own, and writes its receipt. Whatever happens to it
/// changes nothing for the deployment. Closed without [#routed], it writes none.
final class Witness implements AutoCloseable {
    /// Long enough to see what a reload or an instance that dies at once would do.
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    /// The edge shares its counts every 0.25 s.
    private static final Duration SHARED = Duration.ofMillis(600);

    private final Witnesses witnesses;
    private final App app;
    private final Deployment deployment;
    private final CompletableFuture<Optional<Duration>> routed = new CompletableFuture<>();
    private volatile long routedAt;

    Witness(Witnesses witnesses, App app, Deployment deployment) {
        this.witnesses = witnesses;
        this.app = app;
        this.deployment = deployment;
    }

    void start() {
        Thread.ofVirtual().name("receipt-" + deployment.id()).start(this::watch);
    }

    /// The new instances are live.
    ///
    /// @param switchTime how long publishing their route took
    void routed(Duration switchTime) {
        routedAt = System.nanoTime();
        routed.complete(Optional.of(switchTime));
    }

    @Override
    public void close() {
        routed.complete(Optional.empty());
    }

    /// @param window what the edge counted
    /// @param probes what the probes saw: only what the edge cannot know is added to its counts
    static Receipt receipt(Tally window, Map<Probe.Outcome, Integer> probes, Duration switchTime) {
        int lost = probes.getOrDefault(Probe.Outcome.LOST, 0);
        int broken = probes.getOrDefault(Probe.Outcome.BROKEN, 0);
        var answered = window.answered();
        return new Receipt(
                window.all().requests() + lost,
                window.failed() + lost + broken,
                answered.withinMs(0.5).map(Duration::ofMillis),
                answered.withinMs(0.99).map(Duration::ofMillis),
                switchTime);
    }

    private void watch() {
        try {
            var growth = new Growth();
            witnesses.grown(growth, app);
            var probes = witnesses.prober(app, deployment).probeUntil(this::isOver);
            var switchTime = routed.join();
            if (switchTime.isPresent()) {
                Thread.sleep(SHARED);
                var window = Tally.of(witnesses.grown(growth, app));
                witnesses.keep(deployment, receipt(window, probes, switchTime.get()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            Log.warnf(
                    "switch has no receipt app=%s deployment=%s: %s",
                    app.name(), deployment.id(), e.getMessage());
        }
    }

    private boolean isOver() {
        return routed.isDone()
                && (routed.join().isEmpty() || System.nanoTime() - routedAt > AFTERWARDS.toNanos());
    }
}
