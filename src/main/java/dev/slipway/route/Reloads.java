package dev.slipway.route;

import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.store.Incidents;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The doorbell of [Reloader]: many changes in a row are one reload, made when nothing has changed
/// for a moment, and at the latest a second after the first.
@Singleton
class Reloads {
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

    /// What was refused is tried again by itself: a port that was taken may be free by then.
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMinutes(1);

    private static final List<Cause> OVER_WHEN_IT_HAS_READ =
            List.of(Cause.BLOCKS_REFUSED, Cause.PROXY_DRIFTED, Cause.PROXY_SILENT);

    private final Reloader reloader;
    private final Incidents incidents;
    private final Journal journal;
    private final PipelineBus bus;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition never = lock.newCondition();
    private Optional<Request> request = Optional.empty();
    private boolean working;
    private volatile boolean owed;
    private volatile Instant nextTry = Instant.EPOCH;

    /// When it was asked for first and last, in [System#nanoTime()].
    private record Request(long first, long last) {
        Request again() {
            return new Request(first, System.nanoTime());
        }

        long nanosLeft() {
            return Math.min(last + QUIET, first + LONGEST) - System.nanoTime();
        }
    }

    Reloads(Reloader reloader, Incidents incidents, Journal journal, PipelineBus bus, Clock clock) {
        this.reloader = reloader;
        this.incidents = incidents;
        this.journal = journal;
        this.bus = bus;
        this.clock = clock;
    }

    /// Returns at once.
    void request() {
        lock.lock();
        try {
            var now = System.nanoTime();
            request = Optional.of(request.map(Request::again).orElse(new Request(now, now)));
            if (!working) {
                working = true;
                Thread.ofVirtual().name("reload").start(this::work);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Asks again for what could not be done, when its time has come.
    void retry() {
        if (owed && !clock.instant().isBefore(nextTry)) {
            request();
        }
    }

    private void work() {
        while (isDue()) {
            try {
                settle(reloader.reload());
            } catch (RuntimeException e) {
                Log.error("reload is tried again by the audit", e);
                owed = true;
            }
        }
    }

    /// Waits until nothing more is asked for.
    ///
    /// @return false when there is nothing left to do
    private boolean isDue() {
        lock.lock();
        try {
            while (request.isPresent() && request.get().nanosLeft() > 0) {
                var _ = never.awaitNanos(request.get().nanosLeft());
            }
            working = request.isPresent();
            request = Optional.empty();
            return working;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            working = false;
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void settle(Reload outcome) {
        owed = !(outcome instanceof Reload.Done);
        switch (outcome) {
            case Reload.Done(var guarded) -> {
                bus.emit(new RouteInbox.BlocksInEffect(guarded));
                OVER_WHEN_IT_HAS_READ.forEach(cause -> journal.well(cause, Optional.empty()));
            }
            case Reload.Refused(var complaint) -> {
                nextTry = clock.instant().plus(BEFORE_ANOTHER_TRY);
                refused(complaint);
            }
            case Reload.Away() -> Log.warn("the proxy does not run: it reloads when it does");
        }
    }

    private void refused(String complaint) {
        var known = incidents.open(Cause.BLOCKS_REFUSED, Optional.empty());
        if (known.stream().noneMatch(incident -> incident.detail().equals(complaint))) {
            journal.well(Cause.BLOCKS_REFUSED, Optional.empty());
            journal.opened(
                    Incident.found(
                            Optional.empty(),
                            Cause.BLOCKS_REFUSED,
                            complaint,
                            "the configuration of before stays",
                            clock.instant()));
        }
    }
}
