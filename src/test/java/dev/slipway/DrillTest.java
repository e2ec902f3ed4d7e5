package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.Strangers;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Real faults in a real app, put in over the API.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class DrillTest extends AppsUnderTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /// What the incidents of each fault may call it: whoever stops or removes a container ends its
    /// processes first.
    private static final Map<String, List<String>> CAUSES = new LinkedHashMap<>();

    static {
        CAUSES.put("kill", List.of("crashed"));
        CAUSES.put("stop", List.of("stopped behind our back"));
        CAUSES.put("pause", List.of("paused behind our back"));
        CAUSES.put("remove", List.of("stopped behind our back", "missing"));
        CAUSES.put("disconnect", List.of("network drifted"));
        CAUSES.put("hang", List.of("hung"));
    }

    @Test
    void every_fault_is_put_right_and_told_and_nobody_else_is_touched() {
        var app = app("drilled");
        engine.post("/api/apps", "{\"name\":\"drilled\",\"replicas\":2}").then().statusCode(201);
        app.serve("one");
        var neighbour = app("neighbour");
        neighbour.serve("two");
        var before = neighbour.state();
        try (var strangers = Strangers.of(Engine.name())) {
            var seen = strangers.seen();

            var drill = ended(engine.post("/api/apps/drilled/drill", ""));

            assertThat(drill.path("state").asText())
                    .as(drill.toPrettyString())
                    .isEqualTo("finished");
            assertThat(drill.hasNonNull("finishedAt")).isTrue();
            assertThat(faults(drill.path("results"))).containsExactlyElementsOf(CAUSES.keySet());
            drill.path("results").forEach(this::assertPutRight);
            assertThat(app.state().path("state").asText()).isEqualTo("live");
            assertThat(engine.visit("drilled").body()).isEqualTo("one");
            assertThat(engine.get("/api/apps/drilled/drills").path(0)).isEqualTo(drill);
            assertThat(neighbour.state()).isEqualTo(before);
            assertThat(engine.get("/api/apps/neighbour/drills")).isEmpty();
            assertThat(strangers.seen()).isEqualTo(seen);
        }
    }

    @Test
    void a_drill_that_its_owner_stops_has_failed_and_the_app_stays_stopped() {
        var app = app("halted");
        app.serve("one");
        var drill = accepted(drill("halted", List.of("kill", "kill", "kill")));
        assertRefused(drill("halted", List.of("kill")), 409, "App halted has a drill under way");
        await().until(() -> results(drill).size() == 1);
        assertThat(results(drill).at("/0/failed").asInt(-1)).isZero();

        app.act("stop");

        var ended = ended(drill);
        assertThat(ended.path("state").asText()).isEqualTo("failed");
        assertThat(ended.path("reason").asText()).isEqualTo("the app was stopped");
        assertThat(results(drill).size()).isLessThan(3);
        assertThat(app.state().path("state").asText()).isEqualTo("stopped");
        assertRefused(drill("halted", List.of("kill")), 409, "App halted is stopped: start it");
    }

    @Test
    void what_cannot_be_drilled_is_refused_in_one_sentence() {
        var app = app("idle");

        assertRefused(drill("idle", List.of("kill")), 404, "There is no app idle");
        engine.post("/api/apps", "{\"name\":\"idle\"}").then().statusCode(201);
        assertRefused(drill("idle", List.of("kill")), 409, "App idle runs nothing: deploy it");
        app.serve("one");
        assertRefused(
                drill("idle", List.of("kill", "explode")),
                400,
                "There is no fault 'explode': these are kill, stop, pause, remove, disconnect, hang");
        assertRefused(drill("idle", List.of()), 400, "Number of faults 0 is out of range: 1 to");
        engine.patch("idle", "{\"edge\":{\"maintenance\":true}}").then().statusCode(200);
        assertRefused(drill("idle", List.of("kill")), 409, "App idle is under maintenance");
        assertThat(engine.get("/api/apps/idle/drills")).isEmpty();
        assertRefused(engine.authorized().get("/api/drills/none"), 404, "There is no drill none");
    }

    private void assertPutRight(JsonNode result) {
        assertThat(result.path("cause").asText())
                .as(result.toString())
                .isIn(CAUSES.get(result.path("fault").asText()));
        assertThat(result.path("detectMs").asInt(-1)).isBetween(0, 150_000);
        assertThat(result.path("restoreMs").asInt(-1)).isBetween(0, 20_000);
        assertThat(result.path("requests").asInt()).isBetween(40, 10_000);
        assertThat(result.path("failed").asInt(-1)).as(result.toString()).isZero();
        assertThat(engine.get("/api/apps/drilled/incidents").valueStream())
                .anyMatch(incident -> incident.path("instance").equals(result.path("instance")));
    }

    private Response drill(String app, List<String> faults) {
        var names = faults.stream().map("\"%s\""::formatted).toList();
        return engine.post("/api/apps/%s/drill".formatted(app), "{\"faults\":%s}".formatted(names));
    }

    private String accepted(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        var id = response.jsonPath().getString("drill");
        assertThat(response.jsonPath().getString("status")).isEqualTo("/api/drills/" + id);
        return id;
    }

    private JsonNode ended(Response response) {
        return ended(accepted(response));
    }

    private JsonNode ended(String drill) {
        await().atMost(PATIENCE).until(() -> !find(drill).path("state").asText().equals("running"));
        return find(drill);
    }

    private JsonNode find(String drill) {
        return engine.get("/api/drills/" + drill);
    }

    private JsonNode results(String drill) {
        return find(drill).path("results");
    }

    private static List<String> faults(JsonNode results) {
        var faults = new ArrayList<String>();
        results.forEach(result -> faults.add(result.path("fault").asText()));
        return faults;
    }

    private static void assertRefused(Response response, int status, String detail) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("detail")).startsWith(detail);
    }
}
