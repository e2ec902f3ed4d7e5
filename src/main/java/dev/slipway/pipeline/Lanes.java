package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import io.quarkus.logging.Log;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Keeps the work of each app in order, one piece at a time, while apps run side by side, each on a
/// virtual thread. Not a bean: every stage has its own.
public final class Lanes implements AutoCloseable {
    private final Map<AppName, Queue<Runnable>> lanes = new HashMap<>();
    private boolean closed;

    /// Runs the work after all that was given for this app before. What it throws is logged. Does
    /// nothing once closed.
    public synchronized void run(AppName app, Runnable work) {
        if (closed) {
            return;
        }
        var lane = lanes.get(app);
        if (lane != null) {
            lane.add(work);
            return;
        }
        lanes.put(app, new ArrayDeque<>());
        Thread.ofVirtual().name("lane-" + app).start(() -> drive(app, work));
    }

    @Override
    public synchronized void close() {
        closed = true;
        lanes.values().forEach(Queue::clear);
    }

    private void drive(AppName app, Runnable first) {
        for (var work = first; work != null; work = next(app)) {
            try {
                work.run();
            } catch (RuntimeException e) {
                Log.errorf(e, "work on a lane failed app=%s", app);
            }
        }
    }

    private synchronized @Nullable Runnable next(AppName app) {
        var lane = lanes.get(app);
        var work = lane == null ? null : lane.poll();
        if (work == null) {
            lanes.remove(app);
        }
        return work;
    }
}
