package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Instance;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which apps may be led to without a guard. One that its owner opens to some visitors only is
/// served by nothing but server blocks that know them; but one that everybody could visit until now
/// stays so until those blocks are in effect: asking for a guard is no reason for an outage.
@Singleton
class Guards {
    /// With the moment they were made: another app may have the name of one that was removed.
    private final Map<AppName, Instant> open = new ConcurrentHashMap<>();

    /// @param instances those of the app
    boolean isOpen(App app, List<Instance> instances) {
        if (app.config().edge().restrictsVisitors()) {
            return app.createdAt().equals(open.get(app.name()));
        }
        if (!instances.isEmpty()) {
            open.put(app.name(), app.createdAt());
        }
        return true;
    }

    /// The proxy runs server blocks that guard these apps.
    void inEffect(Set<AppName> guarded) {
        open.keySet().removeAll(guarded);
    }
}
