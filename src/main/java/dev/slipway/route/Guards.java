package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which apps may be led to without a guard. One that its owner opens to some visitors only is
/// served by nothing but server blocks that know them; but one that everybody could visit until now
/// stays so until those blocks are in effect: asking for a guard is no reason for an outage.
@Singleton
class Guards {
    private final Set<AppName> open = ConcurrentHashMap.newKeySet();

    /// @param instances those of the app
    boolean isOpen(App app, List<Instance> instances) {
        if (app.config().edge().restrictsVisitors()) {
            return open.contains(app.name());
        }
        if (!instances.isEmpty()) {
            open.add(app.name());
        }
        return true;
    }

    /// The proxy runs server blocks that guard these apps.
    void inEffect(Set<AppName> guarded) {
        open.removeAll(guarded);
    }
}
