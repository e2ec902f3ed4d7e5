package dev.slipway.lab;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Visits each app 20 times a second, as its users do, and counts what fails.
public final class Visitors implements AutoCloseable {
    private static final long PAUSE_NS = 50_000_000;

    private final Engine engine;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Integer> visits = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private volatile boolean over;

    public Visitors(Engine engine, List<String> apps) {
        this.engine = engine;
        apps.forEach(app -> threads.add(Thread.ofVirtual().start(() -> visit(app))));
    }

    private void visit(String app) {
        while (!over) {
            visits.merge(app, 1, Integer::sum);
            try {
                var status = engine.visit(app).statusCode();
                if (status != 200) {
                    failed(app, "status " + status);
                }
            } catch (UncheckedIOException e) {
                failed(app, String.valueOf(e.getCause()));
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void failed(String app, String reason) {
        failures.merge(app, 1, Integer::sum);
        reasons.merge(reason, 1, Integer::sum);
    }

    public int visits() {
        return visits.values().stream().mapToInt(i -> i).sum();
    }

    /// By app, up to now.
    public Map<String, Integer> failures() {
        return new TreeMap<>(failures);
    }

    /// What the visitors met instead of an answer, and how often.
    public Map<String, Integer> reasons() {
        return new TreeMap<>(reasons);
    }

    @Override
    public void close() {
        over = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
