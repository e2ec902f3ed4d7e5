package dev.slipway.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `POST /build?version=2` with the context as body, no session and no CLI: docker-java's own build
/// command knows only the classic builder. The answer is 200 even when the build fails; the truth
/// is in its JSON records: `errorDetail`, `aux` with id `moby.image.id`, and `aux` with id
/// `moby.buildkit.trace` (moby's builder-next).
@Singleton
class BuildKitBuilder implements ImageBuilder {
    private final DockerConnection docker;
    private final ObjectMapper json;

    BuildKitBuilder(DockerConnection docker, ObjectMapper json) {
        this.docker = docker;
        this.json = json;
    }

    @Override
    public Result build(Order order, Context context, Consumer<String> log) {
        try (var body = new ContextStream(context);
                var response = send(order, body)) {
            var result = read(response, log);
            body.rethrowFailure();
            return result;
        } catch (IOException | RuntimeException e) {
            throw trouble(e);
        }
    }

    private DockerHttpClient.Response send(Order order, ContextStream body) {
        var request =
                Request.builder()
                        .method(Request.Method.POST)
                        .putHeader("Content-Type", "application/x-tar")
                        .body(body.input());
        return docker.send(request, path(order));
    }

    private String path(Order order) {
        return "/build?version=2&rm=1&buildid="
                + order.id()
                + "&dockerfile="
                + encoded(order.dockerfile())
                + "&buildargs="
                + encoded(order.args())
                + "&labels="
                + encoded(order.labels());
    }

    private Result read(DockerHttpClient.Response response, Consumer<String> log)
            throws IOException {
        var outcome = new Outcome(log);
        try (var records =
                json.readerFor(JsonNode.class).<JsonNode>readValues(response.getBody())) {
            while (records.hasNextValue()) {
                outcome.take(records.nextValue());
            }
        }
        return outcome.result(response.getStatusCode());
    }

    private String encoded(Map<String, String> values) {
        try {
            return encoded(json.writeValueAsString(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map that is no JSON", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static DockerTrouble trouble(Exception cause) {
        return cause instanceof DockerTrouble known
                ? known
                : new DockerTrouble(
                        "Docker broke off the build (%s): deploy again, and look into Docker's log if it stays"
                                .formatted(cause.getMessage()),
                        cause);
    }

    private static final class Outcome {
        private final Consumer<String> log;
        private final BuildTrace trace;
        private @Nullable String image;
        private @Nullable String error;

        private Outcome(Consumer<String> log) {
            this.log = log;
            this.trace = new BuildTrace(log);
        }

        private void take(JsonNode answer) throws IOException {
            if (answer.has("errorDetail")) {
                error = answer.path("errorDetail").path("message").asText();
            } else if (answer.has("message")) {
                error = answer.path("message").asText(); // refused before it began
            } else if (answer.path("id").asText().equals("moby.image.id")) {
                image = answer.path("aux").path("ID").asText();
            } else if (answer.path("id").asText().equals("moby.buildkit.trace")) {
                trace.take(Base64.getDecoder().decode(answer.path("aux").asText()));
            } else if (answer.has("stream")) {
                log.accept(answer.path("stream").asText().stripTrailing());
            }
        }

        private Result result(int status) {
            if (error != null) {
                return new Result.Rejected(error);
            }
            if (image == null) {
                throw new DockerTrouble("Docker built no image and gave no reason, HTTP " + status);
            }
            return new Result.Built(image);
        }
    }
}
