package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Site;
import dev.slipway.store.Apps;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The apps that need server blocks of their own, as the store has them.
@Singleton
class Sites {
    private final Apps apps;
    private final HostName domain;

    Sites(Apps apps, EngineConfig config) {
        this.apps = apps;
        this.domain = new HostName(config.domain());
    }

    SortedMap<AppName, Site> wanted() {
        var sites = new TreeMap<AppName, Site>();
        apps.all().stream()
                .map(this::site)
                .filter(Site::needsBlocks)
                .forEach(site -> sites.put(site.app(), site));
        return sites;
    }

    private Site site(App app) {
        return new Site(
                app.name(),
                HostName.of(app.name(), domain),
                app.config().hosts(),
                app.config().edge(),
                Optional.empty());
    }
}
