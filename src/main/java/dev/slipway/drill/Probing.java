package dev.slipway.drill;

import dev.slipway.probe.Probe.Outcome;
import dev.slipway.probe.Prober;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A prober at work, on a thread of its own.
final class Probing implements AutoCloseable {
    /// @param failed got no answer, or one of 5xx
    record Count(int requests, int failed) {
        static Count of(Map<Outcome, Integer> outcomes) {
            var requests = outcomes.values().stream().mapToInt(Integer::intValue).sum();
            return new Count(requests, requests - outcomes.getOrDefault(Outcome.ANSWERED, 0));
        }
    }

    private final CompletableFuture<Map<Outcome, Integer>> outcomes;
    private volatile boolean over;

    Probing(Prober prober) {
        outcomes =
                CompletableFuture.supplyAsync(
                        () -> prober.probeUntil(() -> over), Thread::startVirtualThread);
    }

    /// Sends no more, and waits for the answers to what was sent.
    Count end() {
        close();
        return Count.of(outcomes.join());
    }

    @Override
    public void close() {
        over = true;
    }
}
