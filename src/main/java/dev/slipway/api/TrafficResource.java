package dev.slipway.api;

import dev.slipway.app.Instance;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeTrouble;
import dev.slipway.store.Instances;
import dev.slipway.traffic.TrafficMeter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/// What comes to an app.
@Path("/api/apps/{name}/traffic")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class TrafficResource {
    private final AppReader reader;
    private final Instances instances;
    private final TrafficMeter traffic;
    private final Edge edge;

    TrafficResource(AppReader reader, Instances instances, TrafficMeter traffic, Edge edge) {
        this.reader = reader;
        this.instances = instances;
        this.traffic = traffic;
        this.edge = edge;
    }

    /// Asks the edge, which shares its counts every 0.25 s; without a proxy, what was known last.
    @GET
    public TrafficView traffic(@PathParam("name") String name) {
        var app = reader.app(name).name();
        var fresh = traffic.refresh();
        return TrafficView.of(
                traffic.since(),
                traffic.of(app),
                instances.of(app),
                instance -> fresh ? inFlight(instance) : Optional.empty());
    }

    private Optional<Integer> inFlight(Instance instance) {
        try {
            return Optional.of(edge.inFlight(instance.address()));
        } catch (EdgeTrouble e) {
            return Optional.empty();
        }
    }
}
