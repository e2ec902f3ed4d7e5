package dev.slipway.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The one door: every request of whatever route comes through here, and only what is named below
/// is open. Everything else wants the token: as Bearer, as Basic password (Git knows no other way),
/// or as the dashboard's cookie.
@Singleton
class AccessFilter {
    /// Signed hooks, health, the login page and what it is made of.
    private static final Pattern OPEN =
            Pattern.compile(
                    "/q/health(/(live|ready|started))?|/login|/static/[a-z0-9.-]+|/favicon\\.ico");

    private static final Pattern SIGNED = Pattern.compile("/webhook/[^/]+");
    private static final int BEFORE_ALL_ROUTES = 10_000;

    private final AdminToken token;

    AccessFilter(AdminToken token) {
        this.token = token;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, BEFORE_ALL_ROUTES);
    }

    private void check(RoutingContext context) {
        if (isOpen(context) || isProven(context)) {
            context.next();
        } else {
            refuse(context);
        }
    }

    /// Judges the path that the router judges, with every `..` and `%2e` resolved.
    private static boolean isOpen(RoutingContext context) {
        var path = context.normalizedPath();
        return OPEN.matcher(path).matches()
                || (context.request().method().equals(HttpMethod.POST)
                        && SIGNED.matcher(path).matches());
    }

    private boolean isProven(RoutingContext context) {
        var header = context.request().getHeader("Authorization");
        if (header != null) {
            return credential(header).filter(token::matches).isPresent();
        }
        var cookie = context.request().getCookie(AdminToken.COOKIE);
        return cookie != null && isOurPage(context.request()) && token.isSession(cookie.getValue());
    }

    /// SameSite lets the pages of other ports and of sibling hosts, so also those of our apps, send
    /// the cookie along; a browser names them in Origin (fetch.spec.whatwg.org, 3.2).
    private static boolean isOurPage(HttpServerRequest request) {
        var origin = request.getHeader("Origin");
        return origin == null || origin.endsWith("://" + request.authority());
    }

    /// @return the token out of `Bearer <token>` or the password out of `Basic <base64>`
    private static Optional<String> credential(String header) {
        var parts = header.split(" ", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> Optional.of(parts[1].strip());
            case "basic" -> Optional.ofNullable(password(parts[1].strip()));
            default -> Optional.empty();
        };
    }

    private static @Nullable String password(String base64) {
        try {
            var pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static void refuse(RoutingContext context) {
        var request = context.request();
        var accept = String.valueOf(request.getHeader("Accept"));
        var path = context.normalizedPath();
        if (request.method().equals(HttpMethod.GET) && accept.contains("text/html")) {
            context.response().setStatusCode(303).putHeader("Location", "/login").end();
            return;
        }
        context.response()
                .setStatusCode(401)
                .putHeader(
                        "WWW-Authenticate",
                        path.startsWith("/git/") ? "Basic realm=\"Slipway\"" : "Bearer")
                .putHeader("Content-Type", "application/problem+json")
                .end(
                        "{\"title\":\"Not logged in\",\"status\":401,\"detail\":\"Send the admin token as Authorization: Bearer; it is in the file admin-token of the state directory\"}");
    }
}
