package dev.slipway.api;

import dev.slipway.store.Drills;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// One drill: how far it has come, and what came of its faults.
@Path("/api/drills")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class DrillResource {
    private final Drills drills;

    DrillResource(Drills drills) {
        this.drills = drills;
    }

    @GET
    @Path("/{id}")
    public DrillView one(@PathParam("id") String id) {
        return drills.find(id)
                .map(DrillView::of)
                .orElseThrow(() -> new NotFound("There is no drill %s".formatted(id)));
    }
}
