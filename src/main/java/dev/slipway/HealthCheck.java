package dev.slipway;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Asks the engine of this container, found by the same variables that it was started with.
final class HealthCheck {
    private static final int PATIENCE_MS = 2_000;

    private HealthCheck() {}

    static boolean isLive() {
        var host = Optional.ofNullable(System.getenv("SLIPWAY_BIND")).orElse("127.0.0.1");
        var port = Optional.ofNullable(System.getenv("SLIPWAY_PORT")).orElse("8085");
        try {
            var url =
                    new URI(
                                    "http",
                                    null,
                                    reachable(host),
                                    Integer.parseInt(port),
                                    "/q/health/live",
                                    null,
                                    null)
                            .toURL();
            var request = (HttpURLConnection) url.openConnection();
            request.setConnectTimeout(PATIENCE_MS);
            request.setReadTimeout(PATIENCE_MS);
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException | URISyntaxException e) {
            System.err.println(
                    "The engine does not answer on port " + port + ": " + e.getMessage());
            return false;
        }
    }

    private static String reachable(String bind) {
        return bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    }
}
