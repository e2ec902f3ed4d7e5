package dev.slipway.api;

import dev.slipway.app.Fault;
import dev.slipway.drill.DrillRunner;
import dev.slipway.drill.DrillRunner.Beginning;
import dev.slipway.store.Drills;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The drills of an app.
@Path("/api/apps")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class DrillsResource {
    private final AppReader reader;
    private final DrillRunner runner;
    private final Drills drills;
    private final Body body;

    DrillsResource(AppReader reader, DrillRunner runner, Drills drills, Body body) {
        this.reader = reader;
        this.runner = runner;
        this.drills = drills;
        this.body = body;
    }

    /// @param faults all, one after the other, when absent
    public record Wanted(@Nullable List<@Nullable String> faults) {}

    @POST
    @Path("/{name}/drill")
    public Response drill(@PathParam("name") String name, String json) {
        var app = reader.app(name);
        return switch (runner.begin(app, faults(body.read(json, Wanted.class)))) {
            case Beginning.Refused(var reason) -> throw new Conflict(reason);
            case Beginning.Begun(var drill) ->
                    Response.accepted(
                                    Map.of(
                                            "drill",
                                            drill.id(),
                                            "status",
                                            "/api/drills/" + drill.id()))
                            .build();
        };
    }

    /// Newest first, the last 50.
    @GET
    @Path("/{name}/drills")
    public List<DrillView> of(@PathParam("name") String name) {
        return drills.latest(reader.app(name).name(), Drills.KEPT).stream()
                .map(DrillView::of)
                .toList();
    }

    private static List<Fault> faults(Wanted wanted) {
        return Optional.ofNullable(wanted.faults())
                .map(names ->
                        names.stream().map(name -> Fault.named(String.valueOf(name))).toList())
                .orElse(Fault.ALL);
    }
}
