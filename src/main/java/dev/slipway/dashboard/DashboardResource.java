package dev.slipway.dashboard;

import dev.slipway.app.Complaint;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.store.Deployments;
import dev.slipway.store.Incidents;
import dev.slipway.store.Receipts;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/// The pages, and the parts of them that the browser asks for again after a change.
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.TEXT_HTML)
public class DashboardResource {
    private final OverviewReader overview;
    private final Deployments deployments;
    private final Receipts receipts;
    private final Incidents incidents;
    private final Clock clock;

    DashboardResource(
            OverviewReader overview,
            Deployments deployments,
            Receipts receipts,
            Incidents incidents,
            Clock clock) {
        this.overview = overview;
        this.deployments = deployments;
        this.receipts = receipts;
        this.incidents = incidents;
        this.clock = clock;
    }

    @GET
    public Response home(@Context UriInfo uri) {
        return Html.ok(new HomePage(overview.read(address(uri))));
    }

    @GET
    @Path("/fragments/overview")
    public Response homeContent(@Context UriInfo uri) {
        return Html.ok(new HomeContent(overview.read(address(uri))));
    }

    @GET
    @Path("/deployments/{id}")
    public Response deployment(@PathParam("id") String id) {
        return detail(id, DeploymentPage::new);
    }

    @GET
    @Path("/fragments/deployments/{id}")
    public Response deploymentContent(@PathParam("id") String id) {
        return detail(id, DeploymentContent::new);
    }

    @GET
    @Path("/incidents/{id}")
    public Response incident(@PathParam("id") String id) {
        return evidence(id, IncidentPage::new);
    }

    @GET
    @Path("/fragments/incidents/{id}")
    public Response incidentContent(@PathParam("id") String id) {
        return evidence(id, IncidentContent::new);
    }

    private Response detail(String id, Function<DeploymentDetail, TemplateInstance> template) {
        return find(id).map(this::detail)
                .map(detail -> Html.ok(template.apply(detail)))
                .orElseGet(() -> Html.of(404, new MissingPage("There is no deployment " + id)));
    }

    private DeploymentDetail detail(Deployment deployment) {
        return DeploymentDetail.of(deployment, receipts.of(deployment.id()), clock.instant());
    }

    private Optional<Deployment> find(String id) {
        try {
            return deployments.find(new DeploymentId(id));
        } catch (Complaint e) {
            return Optional.empty(); // an id that never was one leads nowhere either
        }
    }

    private Response evidence(String id, Function<IncidentDetail, TemplateInstance> template) {
        return incidents
                .find(id)
                .map(IncidentDetail::of)
                .map(detail -> Html.ok(template.apply(detail)))
                .orElseGet(() -> Html.of(404, new MissingPage("There is no incident " + id)));
    }

    private static String address(UriInfo uri) {
        return uri.getBaseUri().toString().replaceFirst("/$", "");
    }
}
