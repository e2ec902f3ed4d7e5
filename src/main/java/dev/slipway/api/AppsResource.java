package dev.slipway.api;

import dev.slipway.api.Views.AppView;
import dev.slipway.api.Views.IncidentView;
import dev.slipway.api.Views.ReleaseView;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import dev.slipway.store.Apps;
import dev.slipway.store.Incidents;
import dev.slipway.store.Releases;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The apps and what their owners want of them.
@Path("/api/apps")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class AppsResource {
    private final Apps apps;
    private final Releases releases;
    private final Incidents incidents;
    private final AppReader reader;
    private final AppChanges changes;
    private final Body body;
    private final Clock clock;
    private final HostName domain;

    AppsResource(
            Apps apps,
            Releases releases,
            Incidents incidents,
            AppReader reader,
            AppChanges changes,
            Body body,
            Clock clock,
            EngineConfig config) {
        this.apps = apps;
        this.releases = releases;
        this.incidents = incidents;
        this.reader = reader;
        this.changes = changes;
        this.body = body;
        this.clock = clock;
        this.domain = new HostName(config.domain());
    }

    @GET
    public List<AppView> all() {
        return apps.all().stream().map(reader::view).toList();
    }

    @POST
    public Response create(String json) {
        var spec = body.read(json, AppSpec.class);
        var name = new AppName(spec.name() == null ? "" : spec.name());
        var config = checked(name, spec.over(AppConfig.DEFAULT));
        var app = new App(name, config, App.Intent.RUNNING, clock.instant());
        if (!changes.create(app)) {
            throw new Conflict("There is an app %s already: change it with PATCH".formatted(name));
        }
        return Response.created(URI.create("/api/apps/" + name)).entity(reader.view(app)).build();
    }

    @GET
    @Path("/{name}")
    public AppView one(@PathParam("name") String name) {
        return reader.view(reader.app(name));
    }

    /// A change of what runs makes a new release and deploys it; the answer names that deployment.
    @PATCH
    @Path("/{name}")
    public AppView change(@PathParam("name") String name, String json) {
        var app = reader.app(name);
        var spec = body.read(json, AppSpec.class);
        if (spec.name() != null && !spec.name().equals(name)) {
            throw new Complaint("An app cannot be renamed: make a new one");
        }
        var deployment = changes.configure(app, checked(app.name(), spec.over(app.config())));
        return reader.view(reader.app(name), deployment);
    }

    /// Returns when all that the app had is gone.
    @DELETE
    @Path("/{name}")
    public Response remove(@PathParam("name") String name) {
        changes.remove(reader.app(name));
        return Response.noContent().build();
    }

    @GET
    @Path("/{name}/releases")
    public List<ReleaseView> releases(@PathParam("name") String name) {
        var app = reader.app(name);
        var live = releases.live(app.name());
        return releases.of(app.name()).stream()
                .map(release -> ReleaseView.of(release, live))
                .toList();
    }

    /// The newest 200.
    @GET
    @Path("/{name}/incidents")
    public List<IncidentView> incidents(@PathParam("name") String name) {
        var app = Optional.of(reader.app(name).name());
        return incidents.latest(app, IncidentsResource.LATEST).stream()
                .map(IncidentView::of)
                .toList();
    }

    /// Hosts below our own domain are those of apps, by their names.
    private AppConfig checked(AppName name, AppConfig config) {
        for (var host : config.hosts()) {
            if (host.value().endsWith("." + domain) || host.equals(domain)) {
                throw new Complaint(
                        "Host %s lies in the engine's own domain, where %s answers at %s"
                                .formatted(host, name, HostName.of(name, domain)));
            }
        }
        config.edge()
                .canonicalHost()
                .filter(canonical -> !config.hosts().contains(canonical))
                .ifPresent(canonical -> {
                    throw new Complaint(
                            "The canonical host %s is not among the app's hosts %s: add it there"
                                    .formatted(canonical, config.hosts()));
                });
        return config;
    }
}
