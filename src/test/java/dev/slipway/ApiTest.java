package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.Engine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The API's manners: who may come in, what bad input is told.
@QuarkusTest
class ApiTest {
    private final Engine engine = new Engine();

    @AfterEach
    void removeApp() {
        engine.authorized().delete("/api/apps/polite");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/apps",
                "/api/events",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui",
                "/webhook",
                "/git/hello.git/info/refs?service=git-upload-pack",
                "/webjars/x",
                "/static/../api/apps",
                "//api/apps",
                "/q/health/../metrics",
                "/q/health/%2e%2e/metrics",
                "/login/../api/apps"
            })
    void nothing_is_open_that_need_not_be(String path) {
        var bare = RestAssured.given().urlEncodingEnabled(false).redirects().follow(false);

        assertThat(bare.get(path).statusCode()).isEqualTo(401);
        assertThat(bare.header("Authorization", "Bearer wrong").get(path).statusCode())
                .isEqualTo(401);
    }

    @Test
    void health_is_open() {
        // the proxy is started in the background
        await().untilAsserted(() -> RestAssured.get("/q/health/ready").then().statusCode(200));
        RestAssured.get("/q/health/live").then().statusCode(200);
    }

    @Test
    void an_app_is_created_read_and_removed() {
        var created =
                engine.post(
                        "/api/apps",
                        """
                        {"name":"polite","repository":"https://me:pw@git.example.com/a.git","branch":"dev",
                         "webhookSecret":"hush","port":3000,"healthPath":"/up","env":{"A":"1"},
                         "hosts":["www.example.com"],"replicas":2,"build":{"context":"app"}}\
                        """);

        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        assertThat(created.header("Location")).endsWith("/api/apps/polite");
        var app = engine.get("/api/apps/polite");
        assertThat(app.path("state").asText()).isEqualTo("registered");
        assertThat(app.path("instances")).isEmpty();
        assertThat(app.at("/desired/branch").asText()).isEqualTo("dev");
        assertThat(app.at("/desired/replicas").asInt()).isEqualTo(2);
        assertThat(app.at("/desired/build/context").asText()).isEqualTo("app");
        assertThat(app.toString()).doesNotContain("hush", "pw@");
        engine.post("/api/apps", "{\"name\":\"polite\"}").then().statusCode(409);
        engine.post("/api/apps", "{\"name\":\"other\",\"hosts\":[\"www.example.com\"]}")
                .then()
                .statusCode(400);
        engine.authorized().delete("/api/apps/polite").then().statusCode(204);
        engine.authorized().get("/api/apps/polite").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"Polite\"} | App name 'Polite' is not valid",
                "{\"name\":\"polite\",\"port\":70000} | Port 70000 is out of range: 1 to 65535",
                "{\"name\":\"polite\",\"replicas\":0} | Replicas 0 is out of range",
                "{\"name\":\"polite\",\"replika\":2} | There is no field replika",
                "{\"name\":\"polite\",\"hosts\":[\"a b\"]} | Host name 'a b' is not valid",
                "{\"name\":\"polite\",\"hosts\":[\"x.localhost\"]} | lies in the engine's own domain",
                "{\"name\":\"polite\",\"env\":{\"A B\":\"1\"}} | Environment variable 'A B' is not valid",
                "{\"name\":\"polite\",\"repository\":\"ftp://x/y\"} | give an http, https or file URL",
                "{\"name\":\"polite\",\"build\":{\"dockerfile\":\"../x\"}} | Dockerfile path '../x' is not valid",
                "{\"name\": | The body is not understood",
                "null | The body is null"
            })
    void bad_input_is_told_what_is_wrong(String body, String complaint) {
        var answer = engine.post("/api/apps", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).contains(complaint);
    }

    @Test
    void what_is_not_there_is_404_and_what_cannot_be_is_409() {
        engine.post("/api/apps", "{\"name\":\"polite\"}").then().statusCode(201);

        for (var path :
                List.of(
                        "/api/apps/nobody",
                        "/api/deployments/000000000000000",
                        "/api/incidents/none",
                        "/api/nothing")) {
            engine.authorized().get(path).then().statusCode(404);
        }
        for (var action : List.of("rollback", "start", "restart")) {
            engine.post("/api/apps/polite/" + action, "{}").then().statusCode(409);
        }
    }

    @Test
    void without_a_channel_there_is_nothing_to_test() {
        var answer = engine.post("/api/notifications/test", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).contains("No channel is configured");
    }
}
