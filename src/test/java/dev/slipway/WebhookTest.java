package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Secret;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.SampleApp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hooks as GitHub sends them, and as people send them with the token.
@QuarkusTest
class WebhookTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String PUSH =
            "{\"ref\":\"refs/heads/%s\",\"after\":\"%s\",\"deleted\":false,\"head_commit\":{\"message\":\"%s\"}}";

    @TempDir Path temp;
    private final Engine engine = new Engine();
    private GitServer git;
    private AppUnderTest app;

    @BeforeEach
    void createApp() {
        git = GitServer.in(temp.resolve("git"));
        app = AppUnderTest.create(engine, git, temp.resolve("source"), "hooked");
        engine.post(
                        "/api/apps",
                        "{\"name\":\"hooked\",\"repository\":\"%s\",\"webhookSecret\":\"%s\"}"
                                .formatted(app.url(), SECRET))
                .then()
                .statusCode(201);
    }

    @AfterEach
    void removeApp() {
        engine.authorized().delete("/api/apps/hooked").then().statusCode(204);
        git.close();
    }

    @Test
    void a_signed_push_goes_live_and_its_redelivery_is_a_duplicate() throws Exception {
        SampleApp.serving(app.source(), "hooked").commit("one");
        app.source().push(app.url(), "main");
        var push = PUSH.formatted("main", app.source().head(), "one");

        var first = hook("push", push, signed(push), "d-1");
        var deployment = engine.accepted(first);
        assertThat(engine.ended(deployment).path("status").asText()).isEqualTo("live");
        var second = hook("push", push, signed(push), "d-1");

        assertThat(first.jsonPath().getString("status"))
                .isEqualTo("/api/deployments/" + deployment);
        assertThat(engine.visit("hooked").body()).isEqualTo("hooked");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.jsonPath().getString("duplicate")).isEqualTo(deployment);
        assertThat(engine.get("/api/deliveries").at("/0/decision").asText()).isEqualTo("accepted");
    }

    @Test
    void a_wrong_signature_is_refused_without_a_hint() {
        var push = PUSH.formatted("main", "a".repeat(40), "one");

        for (var proof :
                new String[] {
                    "sha256=" + "0".repeat(64), "sha1=abc", "", signedWith("other", push)
                }) {
            var answer = hook("push", push, proof, "d-2");
            assertThat(answer.statusCode()).as(proof).isEqualTo(401);
            assertThat(answer.asString()).doesNotContain("signature", "secret");
        }
        RestAssured.given().body(push).post("/webhook/hooked").then().statusCode(401);
        assertThat(engine.get("/api/deployments?app=hooked")).isEmpty();
    }

    @Test
    void an_app_without_a_secret_accepts_no_hook() {
        engine.post("/api/apps", "{\"name\":\"open\",\"repository\":\"%s\"}".formatted(app.url()));

        hook("open", "push", "{}", signedWith("empty", "{}"), "d").then().statusCode(401);

        engine.authorized().delete("/api/apps/open").then().statusCode(204);
    }

    @Test
    void what_deploys_nothing_is_ignored_with_a_reason() {
        assertThat(ignored("ping", "{\"zen\":\"Keep it simple\"}")).isEqualTo("ping");
        assertThat(ignored("push", PUSH.formatted("dev", "a".repeat(40), "one")))
                .isEqualTo("branch dev is not deployed, main is");
        assertThat(
                        ignored(
                                "push",
                                "{\"ref\":\"refs/tags/v1\",\"after\":\"%s\"}"
                                        .formatted("a".repeat(40))))
                .contains("refs/tags/v1 is a tag");
        assertThat(
                        ignored(
                                "push",
                                "{\"ref\":\"refs/heads/main\",\"after\":\"%s\",\"deleted\":true}"
                                        .formatted("0".repeat(40))))
                .contains("was deleted");
        assertThat(ignored("push", PUSH.formatted("main", "a".repeat(40), "wip [skip ci]")))
                .contains("asks to skip");
        assertThat(ignored("issues", "{}")).contains("issues");
    }

    @Test
    void nonsense_is_refused_by_name() {
        hook("push", "not json", signed("not json"), "d").then().statusCode(400);
        hook("nosuchapp", "push", "{}", signed("{}"), "d").then().statusCode(404);
        var bad = "{\"app\":\"Bad_Name\",\"repository\":\"http://127.0.0.1/x.git\"}";
        assertThat(engine.post("/webhook", bad).asString()).contains("'Bad_Name' is not valid");
        var metadata = "{\"app\":\"meta\",\"repository\":\"http://169.254.169.254/x.git\"}";
        assertThat(engine.post("/webhook", metadata).statusCode()).isEqualTo(400);
        RestAssured.given().body(bad).post("/webhook").then().statusCode(401);
    }

    @Test
    void a_form_encoded_hook_is_signed_over_the_form() {
        var form =
                "payload="
                        + java.net.URLEncoder.encode(
                                PUSH.formatted("dev", "a".repeat(40), "x"), StandardCharsets.UTF_8);

        var answer =
                RestAssured.given()
                        .config(asText("application/x-www-form-urlencoded"))
                        .header("X-GitHub-Event", "push")
                        .header("X-Hub-Signature-256", signed(form))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(form)
                        .post("/webhook/hooked");

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        assertThat(answer.jsonPath().getString("ignored")).contains("branch dev");
    }

    /// Keeps REST Assured from encoding the body once more.
    private static RestAssuredConfig asText(String type) {
        return RestAssuredConfig.config()
                .encoderConfig(
                        EncoderConfig.encoderConfig()
                                .encodeContentTypeAs(type, ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false));
    }

    private String ignored(String event, String body) {
        var answer = hook(event, body, signed(body), "i");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath().getString("ignored");
    }

    private Response hook(String event, String body, String signature, String delivery) {
        return hook("hooked", event, body, signature, delivery);
    }

    private static Response hook(
            String app, String event, String body, String signature, String delivery) {
        return RestAssured.given()
                .header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", delivery)
                .header("X-Hub-Signature-256", signature)
                .contentType("application/json")
                .body(body)
                .post("/webhook/" + app);
    }

    private static String signed(String body) {
        return signedWith(SECRET, body);
    }

    private static String signedWith(String secret, String body) {
        return "sha256=" + new Secret(secret).sign(body.getBytes(StandardCharsets.UTF_8));
    }
}
