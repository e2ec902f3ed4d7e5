package dev.slipway.dashboard;

import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.Response;

/// Answers that are pages. They show what only the logged-in may see, so nobody keeps them.
final class Html {
    private Html() {}

    static Response ok(TemplateInstance page) {
        return of(200, page);
    }

    static Response of(int status, TemplateInstance page) {
        return Response.status(status)
                .type("text/html;charset=UTF-8")
                .header("Cache-Control", "no-store")
                .entity(page.render())
                .build();
    }
}
