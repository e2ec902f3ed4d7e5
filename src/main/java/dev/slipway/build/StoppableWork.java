package dev.slipway.build;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the current thread does until this is closed, which others may stop: by an interrupt, which
/// never reaches what the thread does afterwards.
final class StoppableWork implements AutoCloseable {
    private final Thread worker = Thread.currentThread();
    private @Nullable String reason;
    private boolean over;

    /// Nothing happens when it is over, or stopped already.
    synchronized void stop(String why) {
        if (!over && reason == null) {
            reason = why;
            worker.interrupt();
        }
    }

    synchronized boolean isOver() {
        return over;
    }

    /// @return why it was stopped, if it was
    synchronized Optional<String> stopReason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public synchronized void close() {
        over = true;
        if (reason != null) {
            Thread.interrupted(); // clears it
        }
    }
}
