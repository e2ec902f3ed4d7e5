package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.EventStream;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.ServerCertificate;
import dev.slipway.lab.SilentServer;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a library does for the engine at its edges, seen from outside: whatever a native image
/// could have lost.
@QuarkusTest
class BoundariesTest {
    private static final int WAITING = 40;

    @TempDir Path temp;
    private final Engine engine = new Engine();
    private final ArrayList<String> apps = new ArrayList<>();

    @AfterEach
    void removeApps() {
        apps.forEach(app -> engine.authorized().delete("/api/apps/" + app));
    }

    @Test
    void an_https_git_host_of_a_trusted_authority_is_fetched_from() {
        try (var git = GitServer.secured(temp, EngineLab.trusted())) {
            var deployment = app(git, "overtls").serve("secure");

            assertThat(deployment.path("status").asText())
                    .as(deployment.toString())
                    .isEqualTo("live");
            assertThat(engine.visit("overtls").body()).isEqualTo("secure");
        }
    }

    @Test
    void an_https_git_host_of_an_unknown_authority_is_refused_with_the_remedy() {
        try (var git = GitServer.secured(temp, ServerCertificate.make(temp, "unknown"))) {
            var deployment = app(git, "distrusted").serve("secure");

            assertThat(deployment.path("status").asText()).isEqualTo("failed");
            assertThat(deployment.at("/failure/message").asText())
                    .contains("offers no TLS that can be trusted", "slipway.ca-bundle");
        }
    }

    @Test
    void the_api_describes_itself_in_yaml() throws IOException {
        var text =
                engine.authorized().get("/q/openapi").then().statusCode(200).extract().asString();

        JsonNode description = new YAMLMapper().readTree(text);

        assertThat(description.at("/info/title").asText()).isEqualTo("Slipway");
        assertThat(description.path("paths").has("/api/apps/{name}")).isTrue();
    }

    @Test
    void metrics_count_what_is_asked() {
        engine.get("/api/apps");

        assertThat(engine.authorized().get("/q/metrics").asString())
                .contains("http_server_requests_seconds_count{", "uri=\"/api/apps\"");
    }

    @Test
    void changes_arrive_as_events_and_are_resumed_after_the_last_one_seen() {
        try (var stream = EventStream.open("/api/events", engine)) {
            engine.post("/api/apps", "{\"name\":\"%s\"}".formatted(named("eventful")));
            var first = stream.next("eventful");
            engine.authorized()
                    .contentType("application/json")
                    .body("{\"port\":3000}")
                    .patch("/api/apps/eventful");

            try (var resumed = EventStream.openAfter(first.id(), "/api/events", engine)) {
                assertThat(resumed.next("eventful").id()).isGreaterThan(first.id());
            }
        }
    }

    @Test
    void deployments_that_wait_hold_no_thread_of_the_machine() throws IOException {
        try (var silent = new SilentServer()) {
            var before = threads();
            for (int i = 0; i < WAITING; i++) {
                var app = named("waiting-" + i);
                engine.post(
                                "/webhook",
                                "{\"app\":\"%s\",\"repository\":\"%s\",\"commit\":\"%s\"}"
                                        .formatted(app, silent.url(), "a".repeat(40)))
                        .then()
                        .statusCode(202);
            }
            await().until(() -> silent.connections() > 0);

            assertThat(threads() - before).isLessThan(WAITING / 2);
        }
    }

    private AppUnderTest app(GitServer git, String name) {
        return AppUnderTest.create(engine, git, temp.resolve("source"), named(name));
    }

    private String named(String app) {
        apps.add(app);
        return app;
    }

    private long threads() throws IOException {
        try (var tasks = Files.list(Path.of("/proc", Long.toString(engine.pid()), "task"))) {
            return tasks.count();
        }
    }
}
