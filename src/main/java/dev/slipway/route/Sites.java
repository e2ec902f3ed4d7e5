package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.AppCertificate;
import dev.slipway.app.AppName;
import dev.slipway.app.Certificate;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Site;
import dev.slipway.store.Apps;
import dev.slipway.store.Certificates;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The apps that need server blocks of their own, as the store has them.
@Singleton
class Sites {
    private final Apps apps;
    private final Certificates certificates;
    private final HostName domain;

    Sites(Apps apps, Certificates certificates, EngineConfig config) {
        this.apps = apps;
        this.certificates = certificates;
        this.domain = new HostName(config.domain());
    }

    SortedMap<AppName, Site> wanted() {
        var sites = new TreeMap<AppName, Site>();
        var held = certificates.all();
        apps.all().stream()
                .map(app -> site(app, Optional.ofNullable(held.get(app.name()))))
                .filter(Site::needsBlocks)
                .forEach(site -> sites.put(site.app(), site));
        return sites;
    }

    private Site site(App app, Optional<AppCertificate> held) {
        return new Site(
                app.name(),
                HostName.of(app.name(), domain),
                app.config().hosts(),
                app.config().edge(),
                held.flatMap(AppCertificate::inUse).map(certificate -> tls(app, certificate)));
    }

    private Site.Tls tls(App app, Certificate certificate) {
        var covered =
                app.hosts(domain).stream().filter(certificate::covers).collect(Collectors.toSet());
        return new Site.Tls(certificate.chain(), certificate.key(), covered);
    }
}
