package dev.slipway.app;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// An app as its owner wants it: what the healer compares reality with.
public record App(AppName name, AppConfig config, Intent intent, Instant createdAt) {
    /// Whether its owner wants the app up. What was stopped stays stopped.
    public enum Intent {
        RUNNING,
        STOPPED,
        /// It is on its way out; only a removal that was broken off leaves it like that.
        REMOVED
    }

    /// Where it answers: the host that every app has, then its own.
    public List<HostName> hosts(HostName domain) {
        return Stream.concat(Stream.of(HostName.of(name, domain)), config.hosts().stream())
                .toList();
    }

    public boolean isWanted() {
        return intent == Intent.RUNNING;
    }
}
