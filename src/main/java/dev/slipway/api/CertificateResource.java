package dev.slipway.api;

import dev.slipway.store.Certificates;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// The certificate of an app, given by its owner or ordered from the certificate authority.
@Path("/api/apps/{name}/certificate")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class CertificateResource {
    private final AppReader reader;
    private final Certificates certificates;
    private final CertificateChanges changes;
    private final Body body;

    CertificateResource(
            AppReader reader, Certificates certificates, CertificateChanges changes, Body body) {
        this.reader = reader;
        this.certificates = certificates;
        this.changes = changes;
        this.body = body;
    }

    @GET
    public CertificateView one(@PathParam("name") String name) {
        var app = reader.app(name);
        return certificates
                .find(app.name())
                .map(certificate -> CertificateView.of(app, certificate))
                .orElseThrow(() -> new NotFound("App %s has no certificate".formatted(name)));
    }

    /// An order is only taken down here: what becomes of it is in the next answers to GET.
    @PUT
    public CertificateView replace(@PathParam("name") String name, String json) {
        var app = reader.app(name);
        var spec = body.read(json, CertificateSpec.class);
        return CertificateView.of(app, changes.replace(app, spec));
    }

    @DELETE
    public Response remove(@PathParam("name") String name) {
        changes.remove(reader.app(name));
        return Response.noContent().build();
    }
}
