package dev.slipway.app;

import java.time.Instant;

/// An app as its owner wants it: what the healer compares reality with.
public record App(AppName name, AppConfig config, Intent intent, Instant createdAt) {
    /// Whether its owner wants the app up. What was stopped stays stopped.
    public enum Intent {
        RUNNING,
        STOPPED
    }

    public boolean isWanted() {
        return intent == Intent.RUNNING;
    }
}
