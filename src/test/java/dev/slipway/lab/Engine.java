package dev.slipway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import io.restassured.config.LogConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/// The engine under test as an outsider sees it: its API, and its apps through the proxy.
public final class Engine {
    private static final String PACKAGED = ".*(slipway-runner|quarkus-run\\.jar).*";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LogConfig TOLD =
            LogConfig.logConfig()
                    .enableLoggingOfRequestAndResponseIfValidationFails()
                    .blacklistHeader("Authorization");

    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        // seconds: a reload of the proxy waits for idle connections
        System.setProperty("jdk.httpclient.keepalive.timeout", "1");
    }

    private final Ground ground;
    private final IntSupplier port;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /// The one that Quarkus runs for its tests.
    public Engine() {
        this(Ground.announced(), () -> RestAssured.port);
    }

    Engine(Ground ground, IntSupplier port) {
        this.ground = ground;
        this.port = port;
    }

    public static Path state() {
        return Ground.announced().state();
    }

    public static String name() {
        return Ground.announced().name();
    }

    public static String token() {
        return Ground.announced().token();
    }

    public String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(port.getAsInt(), path);
    }

    /// Its process: one of its own when a package is tested, else this one.
    public long pid() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").matches(PACKAGED))
                .findFirst()
                .orElse(ProcessHandle.current())
                .pid();
    }

    /// For requests that are made by hand.
    public String bearer() {
        return ground.token();
    }

    /// A request that was not answered as it should be is printed with its answer.
    public RequestSpecification authorized() {
        return RestAssured.given()
                .config(RestAssuredConfig.config().logConfig(TOLD))
                .port(port.getAsInt())
                .header("Authorization", "Bearer " + ground.token());
    }

    public JsonNode get(String path) {
        return json(authorized().get(path).then().statusCode(200).extract().asString());
    }

    public Response post(String path, String body) {
        return authorized().contentType("application/json").body(body).post(path);
    }

    public Response put(String path, String body) {
        return authorized().contentType("application/json").body(body).put(path);
    }

    /// Sends what starts a deployment and waits for its end.
    public JsonNode deploy(String path, String body) {
        return ended(accepted(post(path, body)));
    }

    public String accepted(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        return json(response.asString()).path("deployment").asText();
    }

    public JsonNode ended(String deployment) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !isUnfinished(get("/api/deployments/" + deployment)));
        return get("/api/deployments/" + deployment);
    }

    /// The deployments that have not ended, of the newest ones.
    public List<JsonNode> unfinished() {
        return get("/api/deployments").valueStream().filter(Engine::isUnfinished).toList();
    }

    private static boolean isUnfinished(JsonNode deployment) {
        return deployment.path("status").asText().matches("queued|building|launching|routing");
    }

    public String log(String deployment) {
        return authorized().get("/api/deployments/" + deployment + "/log").asString();
    }

    /// The quick way to send a plain hook. Who sends it again with the same key means the same
    /// delivery.
    ///
    /// @return the deployment
    /// @throws UncheckedIOException when there was no answer
    public String hook(String body, String key) {
        var answer =
                send(
                        HttpRequest.newBuilder(URI.create(url("/webhook")))
                                .header("Authorization", "Bearer " + ground.token())
                                .header("Idempotency-Key", key)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 202);
        var said = json(answer.body());
        return said.path("deployment").asText(said.path("duplicate").asText());
    }

    /// Whether it says itself that it is ready.
    public boolean isReady() {
        try {
            var health = URI.create(url("/q/health/ready"));
            return send(HttpRequest.newBuilder(health).build()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// Where `git push` to the engine goes, token included.
    public String gitUrl(String app) {
        return "http://slipway:%s@127.0.0.1:%d/git/%s.git"
                .formatted(ground.token(), port.getAsInt(), app);
    }

    /// What the app answers through the proxy.
    public HttpResponse<String> visit(String app) {
        return visit(app, "/");
    }

    public HttpResponse<String> visit(String app, String path) {
        var uri = URI.create("http://127.0.0.1:%d%s".formatted(ground.httpPort(), path));
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Host", app + ".localhost")
                        .timeout(Duration.ofSeconds(40))
                        .build();
        return send(request);
    }

    /// What this host answers through the proxy.
    ///
    /// @param headers names and values in turn
    public HttpResponse<String> ask(String host, String path, String... headers) {
        var uri = URI.create("http://127.0.0.1:%d%s".formatted(ground.httpPort(), path));
        var request = HttpRequest.newBuilder(uri).header("Host", host);
        return send(headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    public static int httpsPort() {
        return Ground.announced().httpsPort();
    }

    public static int httpPort() {
        return Ground.announced().httpPort();
    }

    /// Changes the app, without waiting for what comes of it.
    public Response patch(String app, String body) {
        return authorized().contentType("application/json").body(body).patch("/api/apps/" + app);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String release(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Slipway-Release").orElse("none");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
