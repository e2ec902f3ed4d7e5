package dev.slipway.api;

import dev.slipway.app.Deployment;
import dev.slipway.app.Revision;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What can be done to an app: each is a deployment, answered with 202 and its id.
@Path("/api/apps")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ActionsResource {
    private final AppReader reader;
    private final AppChanges changes;
    private final Body body;

    ActionsResource(AppReader reader, AppChanges changes, Body body) {
        this.reader = reader;
        this.changes = changes;
        this.body = body;
    }

    /// @param commit the tip of the branch when absent
    public record Deploy(@Nullable String commit) {}

    /// @param release the one that served before the live one when absent
    public record Rollback(@Nullable Integer release) {}

    public record Nothing() {}

    @POST
    @Path("/{name}/deploy")
    public Response deploy(@PathParam("name") String name, String json) {
        var wanted = Optional.ofNullable(body.read(json, Deploy.class).commit());
        return accepted(changes.deploy(reader.app(name), wanted.map(Revision::new)));
    }

    @POST
    @Path("/{name}/rollback")
    public Response rollback(@PathParam("name") String name, String json) {
        var wanted = Optional.ofNullable(body.read(json, Rollback.class).release());
        return accepted(changes.rollback(reader.app(name), wanted));
    }

    @POST
    @Path("/{name}/stop")
    public Response stop(@PathParam("name") String name, String json) {
        body.read(json, Nothing.class);
        return accepted(changes.stop(reader.app(name)));
    }

    @POST
    @Path("/{name}/start")
    public Response start(@PathParam("name") String name, String json) {
        body.read(json, Nothing.class);
        return accepted(changes.start(reader.app(name)));
    }

    @POST
    @Path("/{name}/restart")
    public Response restart(@PathParam("name") String name, String json) {
        body.read(json, Nothing.class);
        return accepted(changes.restart(reader.app(name)));
    }

    static Response accepted(Deployment deployment) {
        return Response.accepted(
                        Map.of(
                                "deployment",
                                deployment.id().value(),
                                "status",
                                "/api/deployments/" + deployment.id()))
                .build();
    }
}
