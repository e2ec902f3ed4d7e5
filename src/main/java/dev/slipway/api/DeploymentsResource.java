package dev.slipway.api;

import dev.slipway.api.Views.DeploymentView;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Deployments;
import dev.slipway.store.Receipts;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deployments and their logs.
@Path("/api/deployments")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class DeploymentsResource {
    private static final int LATEST = 100;

    private final Deployments deployments;
    private final Receipts receipts;
    private final AppChanges changes;
    private final BuildLogs logs;

    DeploymentsResource(
            Deployments deployments, Receipts receipts, AppChanges changes, BuildLogs logs) {
        this.deployments = deployments;
        this.receipts = receipts;
        this.changes = changes;
        this.logs = logs;
    }

    /// The newest 100.
    @GET
    public List<DeploymentView> latest(@QueryParam("app") @Nullable String app) {
        var name = Optional.ofNullable(app).map(AppName::new);
        return deployments.latest(name, LATEST).stream().map(this::view).toList();
    }

    @GET
    @Path("/{id}")
    public DeploymentView one(@PathParam("id") String id) {
        return view(find(id));
    }

    @POST
    @Path("/{id}/cancel")
    public Response cancel(@PathParam("id") String id) {
        var deployment = find(id);
        changes.cancel(deployment, "by its owner");
        return ActionsResource.accepted(deployment);
    }

    /// @param follow whether to go on until the deployment has ended
    @GET
    @Path("/{id}/log")
    @Produces(MediaType.TEXT_PLAIN)
    public StreamingOutput log(
            @PathParam("id") String id,
            @QueryParam("follow") @DefaultValue("false") boolean follow) {
        var deployment = find(id);
        return out -> logs.copy(deployment.id(), out, () -> follow && !isFinished(deployment));
    }

    private DeploymentView view(Deployment deployment) {
        return DeploymentView.of(deployment, receipts.of(deployment.id()));
    }

    private boolean isFinished(Deployment deployment) {
        return deployments.find(deployment.id()).map(Deployment::isFinished).orElse(true);
    }

    private Deployment find(String id) {
        return deployments
                .find(new DeploymentId(id))
                .orElseThrow(() -> new NotFound("There is no deployment " + id));
    }
}
