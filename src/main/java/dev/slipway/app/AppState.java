package dev.slipway.app;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// How an app is, in one word.
public enum AppState {
    /// Known, and never deployed.
    REGISTERED,
    DEPLOYING,
    /// All instances of the live release answer.
    LIVE,
    /// Something is live, and at least one instance is down.
    DEGRADED,
    STOPPED,
    /// Nothing is live, and the last deployment failed.
    FAILED;

    /// @param last the app's newest deployment
    public static AppState of(App app, Collection<Instance> instances, Optional<Deployment> last) {
        if (last.isPresent() && !last.get().isFinished()) {
            return DEPLOYING;
        }
        if (!app.isWanted()) {
            return STOPPED;
        }
        if (instances.stream().anyMatch(Instance::isDown)) {
            return DEGRADED;
        }
        if (instances.stream().anyMatch(Instance::isReady)) {
            return LIVE;
        }
        return last.isPresent() ? FAILED : REGISTERED;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
