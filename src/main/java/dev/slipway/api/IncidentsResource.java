package dev.slipway.api;

import dev.slipway.api.Views.DeliveryView;
import dev.slipway.api.Views.IncidentView;
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
    static final int LATEST = 200;

    private final Incidents incidents;
    private final Deliveries deliveries;

    IncidentsResource(Incidents incidents, Deliveries deliveries) {
        this.incidents = incidents;
        this.deliveries = deliveries;
    }

    @GET
    @Path("/incidents")
    public List<IncidentView> all() {
        return incidents.latest(Optional.empty(), LATEST).stream().map(IncidentView::of).toList();
    }

    @GET
    @Path("/incidents/{id}")
    public IncidentView one(@PathParam("id") String id) {
        return incidents
                .find(id)
                .map(IncidentView::of)
                .orElseThrow(() -> new NotFound("There is no incident " + id));
    }

    @GET
    @Path("/deliveries")
    public List<DeliveryView> deliveries() {
        return deliveries.latest(LATEST).stream().map(DeliveryView::of).toList();
    }
}
