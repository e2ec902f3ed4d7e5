package dev.slipway.api;

import dev.slipway.api.Views.DeliveryView;
import dev.slipway.api.Views.IncidentView;
import dev.slipway.app.AppName;
import dev.slipway.store.Deliveries;
import dev.slipway.store.Incidents;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/// What happened: incidents and deliveries, the newest 200 of each.
@Path("/api")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class IncidentsResource {
    private static final int LATEST = 200;

    private final Incidents incidents;
    private final Deliveries deliveries;
    private final AppReader reader;

    IncidentsResource(Incidents incidents, Deliveries deliveries, AppReader reader) {
        this.incidents = incidents;
        this.deliveries = deliveries;
        this.reader = reader;
    }

    @GET
    @Path("/incidents")
    public List<IncidentView> all() {
        return latest(Optional.empty());
    }

    @GET
    @Path("/apps/{name}/incidents")
    public List<IncidentView> ofApp(@PathParam("name") String name) {
        return latest(Optional.of(reader.app(name).name()));
    }

    @GET
    @Path("/deliveries")
    public List<DeliveryView> deliveries() {
        return deliveries.latest(LATEST).stream().map(DeliveryView::of).toList();
    }

    private List<IncidentView> latest(Optional<AppName> app) {
        return incidents.latest(app, LATEST).stream().map(IncidentView::of).toList();
    }
}
