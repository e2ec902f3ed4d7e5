package dev.slipway.notify;

import dev.slipway.app.Elapsed;
import dev.slipway.config.CaBundle;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts JSON. A client lives as long as one request: incidents are rare, and an idle engine shall
/// hold neither its threads nor its buffers.
final class Poster {
    private final CaBundle trusted;
    private final Duration patience;

    /// @param patience from the first byte to the end of the answer
    Poster(CaBundle trusted, Duration patience) {
        this.trusted = trusted;
        this.patience = patience;
    }

    /// Delivered is what was answered with 2xx. Redirects are not followed: a hook that moved is to
    /// be set anew.
    Outcome post(HookUrl url, Map<String, String> headers, byte[] json) {
        try {
            return answered(url, status(request(url, headers, json)));
        } catch (TimeoutException e) {
            return failed(url, "has not answered within " + new Elapsed(patience));
        } catch (ExecutionException e) {
            return failed(url, "cannot be reached: " + Reason.of(e));
        } catch (IOException e) {
            return failed(url, "was not asked: " + Reason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(url, "was not asked: the engine stops");
        }
    }

    private int status(HttpRequest request)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusted.tls())
                        .build();
        try {
            // a limit of the request's own would not hold for the body of the answer
            return client.sendAsync(request, BodyHandlers.discarding())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode();
        } finally {
            client.shutdownNow();
        }
    }

    private static HttpRequest request(HookUrl url, Map<String, String> headers, byte[] json) {
        var request =
                HttpRequest.newBuilder(url.reveal())
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "slipway");
        headers.forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(json)).build();
    }

    private static Outcome answered(HookUrl url, int status) {
        return status / 100 == 2
                ? new Outcome.Delivered()
                : failed(url, "answered with status " + status);
    }

    private static Outcome failed(HookUrl url, String what) {
        return new Outcome.Failed(url.host() + " " + what);
    }
}
