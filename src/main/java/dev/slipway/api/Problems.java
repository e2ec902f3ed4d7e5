package dev.slipway.api;

import dev.slipway.app.Complaint;
import dev.slipway.app.Trouble;
import io.quarkus.logging.Log;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Every error leaves as problem+json.
class Problems {
    @ServerExceptionMapper
    Response complaint(Complaint e) {
        return new Problem("Not valid", 400, String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response notFound(NotFound e) {
        return new Problem("Not found", 404, String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response conflict(Conflict e) {
        return new Problem("Not possible now", 409, String.valueOf(e.getMessage())).response();
    }

    @ServerExceptionMapper
    Response trouble(Trouble e) {
        Log.warn("request failed", e);
        return new Problem("Not available", 503, e.getMessage()).response();
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        return new Problem(
                        status.getReasonPhrase(),
                        status.getStatusCode(),
                        String.valueOf(e.getMessage()))
                .response();
    }

    @ServerExceptionMapper
    Response fault(RuntimeException e) {
        Log.error("request met a fault of the engine", e);
        return new Problem("Engine fault", 500, "Slipway has a fault; its log has the details")
                .response();
    }
}
