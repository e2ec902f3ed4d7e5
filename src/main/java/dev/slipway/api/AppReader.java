package dev.slipway.api;

import dev.slipway.api.Views.AppView;
import dev.slipway.api.Views.InstanceView;
import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.AppState;
import dev.slipway.app.Deployment;
import dev.slipway.app.HostName;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.config.EngineConfig;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import dev.slipway.store.RefusedBlocks;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Puts together what the store knows of an app.
@Singleton
public class AppReader {
    private static final int HTTP = 80;

    private final Apps apps;
    private final Releases releases;
    private final Instances instances;
    private final Deployments deployments;
    private final RefusedBlocks refused;
    private final HostName domain;
    private final int httpPort;

    AppReader(
            Apps apps,
            Releases releases,
            Instances instances,
            Deployments deployments,
            RefusedBlocks refused,
            EngineConfig config) {
        this.apps = apps;
        this.releases = releases;
        this.instances = instances;
        this.deployments = deployments;
        this.refused = refused;
        this.domain = new HostName(config.domain());
        this.httpPort = config.httpPort();
    }

    /// @throws NotFound when there is no such app
    App app(String name) {
        return apps.find(new AppName(name))
                .orElseThrow(() -> new NotFound("There is no app %s".formatted(name)));
    }

    boolean exists(App app) {
        return apps.find(app.name()).isPresent();
    }

    AppView view(App app) {
        return view(app, Optional.empty());
    }

    /// @param deployment the one that a change led to
    AppView view(App app, Optional<Deployment> deployment) {
        var running = instances.of(app.name());
        var live = releases.live(app.name());
        var last = deployments.latest(Optional.of(app.name()), 1).stream().findFirst();
        return new AppView(
                app.name().value(),
                AppState.of(app, running, last).label(),
                url(app.name()),
                live.map(Release::number),
                live.flatMap(Release::commit).map(Revision::value),
                running.stream().map(InstanceView::of).toList(),
                AppSpec.of(app.config()),
                refused.of(app.name()),
                deployment.map(d -> d.id().value()));
    }

    public String url(AppName app) {
        var port = httpPort == HTTP ? "" : ":" + httpPort;
        return "http://" + HostName.of(app, domain) + port + "/";
    }
}
