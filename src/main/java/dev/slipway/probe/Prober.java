package dev.slipway.probe;

import dev.slipway.app.HostName;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Asks an app through the proxy 50 times a second, as its users do: every other time on a new
/// connection, else on one that was kept. It sends none while 100 of its own wait: the proxy lets
/// 512 of a host wait, and users need room there.
public final class Prober {
    private static final Duration EVERY = Duration.ofMillis(20);
    private static final int MOST_WAITING = 100;

    private final InetSocketAddress proxy;
    private final Duration patience;
    private final byte[] keeping;
    private final byte[] closing;
    private final Deque<Probe> kept = new ConcurrentLinkedDeque<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<Probe.Outcome, Integer> outcomes =
            Collections.synchronizedMap(new EnumMap<>(Probe.Outcome.class));

    /// @param agent what it calls itself, for those who read the app's log
    /// @param patience how long an answer may take
    public Prober(
            InetSocketAddress proxy, HostName host, String path, String agent, Duration patience) {
        this.proxy = proxy;
        this.patience = patience;
        this.keeping = request(host, path, agent, "keep-alive");
        this.closing = request(host, path, agent, "close");
    }

    /// Blocks until it is over and the last request has ended, which may take as long as its
    /// patience. A request is sent when its time has come, however long those before it take.
    ///
    /// @return how many ended how
    public Map<Probe.Outcome, Integer> probeUntil(BooleanSupplier over) {
        var asking = new ArrayList<Thread>();
        for (var i = 0; !over.getAsBoolean(); i++) {
            if (waiting.get() < MOST_WAITING) {
                asking.add(ask(i % 2 == 0 ? this::askAnew : this::askAgain));
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
        asking.forEach(Prober::join);
        kept.forEach(Probe::close);
        return Map.copyOf(outcomes);
    }

    private Thread ask(Runnable question) {
        waiting.incrementAndGet();
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        question.run();
                    } finally {
                        waiting.decrementAndGet();
                    }
                });
    }

    private void askAnew() {
        try (var probe = Probe.open(proxy)) {
            count(probe.ask(closing, patience));
        } catch (IOException e) {
            count(Probe.Outcome.LOST);
        }
    }

    private void askAgain() {
        try {
            var free = kept.pollLast();
            var probe = free == null ? Probe.open(proxy) : free;
            count(probe.ask(keeping, patience));
            if (probe.isReusable()) {
                kept.addLast(probe);
            } else {
                probe.close();
            }
        } catch (IOException e) {
            count(Probe.Outcome.LOST);
        }
    }

    private void count(Probe.Outcome outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private static byte[] request(HostName host, String path, String agent, String connection) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nAccept: */*\r\nConnection: %s\r\n\r\n"
                .formatted(path, host, agent, connection)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while probes were under way", e);
        }
    }
}
