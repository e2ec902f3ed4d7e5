package dev.slipway.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Gives up when an answer of Docker's does not begin in time: what is asked about a container
/// whose runtime hangs is never answered, and docker-java's unix socket knows no timeout. An upload
/// is answered when Docker has read it, and may take as long as it does.
final class BoundedHttpClient implements DockerHttpClient {
    private final DockerHttpClient http;
    private final Duration patience;

    BoundedHttpClient(DockerHttpClient http, Duration patience) {
        this.http = http;
        this.patience = patience;
    }

    /// @throws DockerTrouble when the answer does not begin in time, or the caller is interrupted
    @Override
    public Response execute(Request request) {
        if (request.body() != null) {
            return http.execute(request);
        }
        var answer = new FutureTask<>(() -> http.execute(request));
        Thread.ofVirtual().name("docker-call").start(answer);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new DockerTrouble(
                    "Docker has not answered %s %s for %d s: look into its log, and restart it if that goes on"
                            .formatted(request.method(), request.path(), patience.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DockerTrouble("Waiting for Docker was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e);
        } finally {
            answer.cancel(true); // closes the connection of one that is still waited for
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
