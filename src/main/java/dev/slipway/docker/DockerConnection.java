package dev.slipway.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.slipway.config.EngineConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The connection to the Docker engine, in a version of its API that both sides speak. docker-java
/// does not negotiate, so we ask `GET /version`
/// (docs.docker.com/reference/api/engine/#versioned-api-and-sdk).
@Singleton
class DockerConnection {
    private static final int OLDEST = 41;
    private static final int NEWEST = 52;

    /// Beyond what a container is given to stop in: Docker answers when it has.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String host;
    private final Duration patience;
    private final ObjectMapper json;
    private @Nullable Negotiated negotiated;

    private record Negotiated(String version, DockerHttpClient http, DockerClient client) {}

    DockerConnection(EngineConfig config, ObjectMapper json) {
        this.host = config.docker().host();
        this.patience = config.retire().grace().plus(PATIENCE);
        this.json = json;
    }

    /// @param act what is done, as in "Docker could not …"
    <T> T call(String act, Function<DockerClient, T> work) {
        try {
            return work.apply(negotiated().client());
        } catch (DockerTrouble e) {
            throw e;
        } catch (RuntimeException e) {
            throw DockerTrouble.during(act, e);
        }
    }

    void run(String act, Function<DockerClient, ?> work) {
        this.<Object>call(act, client -> String.valueOf(work.apply(client)));
    }

    /// A call that docker-java has no command for.
    ///
    /// @param path without the version
    DockerHttpClient.Response send(DockerHttpClient.Request.Builder request, String path) {
        var connection = negotiated();
        return connection.http().execute(request.path("/v" + connection.version() + path).build());
    }

    private synchronized Negotiated negotiated() {
        if (negotiated == null) {
            negotiated = negotiate();
        }
        return negotiated;
    }

    private Negotiated negotiate() {
        var config =
                DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(host).build();
        var http =
                new BoundedHttpClient(
                        new ApacheDockerHttpClient.Builder()
                                .dockerHost(config.getDockerHost())
                                .sslConfig(config.getSSLConfig())
                                .maxConnections(256)
                                .connectionTimeout(Duration.ofSeconds(5))
                                .build(),
                        patience);
        var version = "1." + commonMinor(trying(() -> serverMinor(http)));
        Log.infof("docker answers host=%s api=%s", host, version);
        var versioned =
                DefaultDockerClientConfig.createDefaultConfigBuilder()
                        .withDockerHost(host)
                        .withApiVersion(version)
                        .build();
        return new Negotiated(version, http, DockerClientImpl.getInstance(versioned, http));
    }

    private int serverMinor(DockerHttpClient http) {
        var request =
                DockerHttpClient.Request.builder()
                        .method(DockerHttpClient.Request.Method.GET)
                        .path("/version")
                        .build();
        try (var response = http.execute(request)) {
            var version = json.readTree(response.getBody()).path("ApiVersion").asText();
            return Integer.parseInt(version.substring(version.indexOf('.') + 1));
        } catch (IOException | NumberFormatException e) {
            throw new DockerException("no version in its answer", 0, e);
        }
    }

    private static int commonMinor(int server) {
        if (server < OLDEST) {
            throw new DockerTrouble(
                    "Docker speaks API 1.%d, Slipway needs 1.%d (Docker 20.10) or newer: upgrade Docker"
                            .formatted(server, OLDEST));
        }
        return Math.min(server, NEWEST);
    }

    private <T> T trying(Supplier<T> work) {
        try {
            return work.get();
        } catch (DockerTrouble e) {
            throw e;
        } catch (RuntimeException e) {
            throw new DockerTrouble(
                    "Docker does not answer on %s: start it (systemctl start docker) and look into its log"
                            .formatted(host),
                    e);
        }
    }
}
