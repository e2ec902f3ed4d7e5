package dev.slipway.dashboard;

import dev.slipway.api.AdminToken;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;

/// Trades the admin token for the dashboard's cookie, and takes the cookie away again.
@Path("/")
@RunOnVirtualThread
@Produces(MediaType.TEXT_HTML)
public class LoginResource {
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /// Makes guessing slower, and is no burden to a person.
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final AdminToken token;

    LoginResource(AdminToken token) {
        this.token = token;
    }

    @GET
    @Path("/login")
    public Response page() {
        return Html.ok(new LoginPage(""));
    }

    @POST
    @Path("/login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response logIn(
            @FormParam("token") @DefaultValue("") String candidate, @Context UriInfo uri)
            throws InterruptedException {
        if (token.matches(candidate.strip())) {
            return Response.seeOther(URI.create("/"))
                    .cookie(cookie(token.session(), REMEMBERED, uri))
                    .build();
        }
        Thread.sleep(PAUSE);
        return Html.of(401, new LoginPage("That is not the admin token of this engine."));
    }

    @POST
    @Path("/logout")
    @Consumes(MediaType.WILDCARD)
    public Response logOut(@Context UriInfo uri) {
        return Response.seeOther(URI.create("/login"))
                .cookie(cookie("", Duration.ZERO, uri))
                .build();
    }

    private static NewCookie cookie(String value, Duration age, UriInfo uri) {
        return new NewCookie.Builder(AdminToken.COOKIE)
                .value(value)
                .path("/")
                .maxAge((int) age.toSeconds())
                .httpOnly(true)
                .sameSite(SameSite.STRICT)
                .secure(uri.getRequestUri().getScheme().equals("https"))
                .build();
    }
}
