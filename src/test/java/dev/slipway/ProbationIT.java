package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.ChaosApp;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Shell;
import dev.slipway.lab.Visitors;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new release is watched after its switch, and the one before stands by: a bad one is taken back
/// by itself.
@Tag("kill")
class ProbationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path temp;
    private GitServer git;
    private EngineProcess process;
    private Engine engine;
    private AppUnderTest app;

    @BeforeEach
    void serve_a_good_release() {
        git = GitServer.in(temp.resolve("git"));
        process = EngineProcess.start(Map.of("slipway.probation.enabled", "true"));
        engine = process.engine();
        app = AppUnderTest.create(engine, git, temp.resolve("source"), "tried");
        engine.post(
                        "/api/apps",
                        "{\"name\":\"tried\",\"healthPath\":\"/health\",\"probation\":{\"timeMs\":20000}}")
                .then()
                .statusCode(201);
        live(good("one"));
    }

    @AfterEach
    void stop_all() {
        process.close();
        git.close();
    }

    @Test
    void a_release_that_fails_its_visitors_is_taken_back_by_waking_the_one_before() {
        var before = app.container();
        try (var _ = new Visitors(engine, List.of("tried"))) {
            await().atMost(PATIENCE).until(() -> engine.visit("tried").statusCode() == 200);
            live(failing());

            var incident = badRelease();

            assertThat(incident.path("detail").asText())
                    .contains("release 2 answers", "with 5xx, and the one before did 0 %");
            assertThat(incident.path("action").asText()).isEqualTo("roll back to release 1");
            System.out.println("roll back took ms: " + incident.path("restoreMs").asLong());
        }
        assertThat(engine.visit("tried").body()).isEqualTo("one");
        assertThat(app.container()).isEqualTo(before);
        var rollback = engine.get("/api/deployments?app=tried").get(0);
        assertThat(rollback.path("trigger").asText()).isEqualTo("rollback");
        assertThat(Engine.release(engine.visit("tried")))
                .isEqualTo(rollback.path("release").asText());
    }

    @Test
    void a_release_that_crashes_again_and_again_is_taken_back_even_when_the_engine_was_restarted() {
        live(good("two"));
        process.kill();
        process.startAgain();
        await().atMost(PATIENCE).until(() -> engine.isReady());
        for (int i = 1; i <= 3; i++) {
            int lost = i;
            kill();
            await().atMost(PATIENCE)
                    .until(() -> incidents("crash.*").size() >= lost && allRestored());
        }

        assertThat(badRelease().path("detail").asText()).contains("lost its instances 3 times");
        assertThat(engine.visit("tried").body()).isEqualTo("one");
    }

    @Test
    void a_release_that_goes_down_and_stays_down_is_taken_back_and_visitors_are_served() {
        var before = app.container();
        live(untilBroken());

        breakIt();
        await().atMost(PATIENCE).until(() -> incidents("crashed").size() == 1);

        assertThat(engine.visit("tried").body()).as("one who waited").isEqualTo("one");
        assertThat(badRelease().path("detail").asText())
                .matches("release 2 went down \\(crashed\\) and was not back after \\d+ s");
        assertThat(app.container()).isEqualTo(before);
        assertThat(incidents("crash.*")).hasSize(1).allMatch(i -> i.has("restoredAt"));
    }

    @Test
    void a_roll_back_that_fails_is_tried_once_and_the_next_release_ends_the_incident() {
        var before = app.container();
        var image = Shell.run("docker", "inspect", "-f", "{{.Config.Image}}", before);
        live(failing());
        await().atMost(PATIENCE).until(() -> states().contains("standby"));
        Shell.run("docker", "rm", "-f", before);
        Shell.run("docker", "rmi", "-f", image);

        try (var _ = new Visitors(engine, List.of("tried"))) {
            await().atMost(PATIENCE).until(() -> rollbacks().equals(List.of("failed")));
            await().during(Duration.ofSeconds(4))
                    .atMost(PATIENCE)
                    .until(() -> rollbacks().size() == 1 && incidents("bad release").size() == 1);
        }
        assertThat(incidents("bad release")).noneMatch(i -> i.has("restoredAt"));

        live(good("three"));

        badRelease();
    }

    @Test
    void a_roll_back_outlives_the_engine_that_found_it_necessary() {
        engine.patch("tried", "{\"probation\":{\"timeMs\":60000,\"outageMs\":1000}}")
                .then()
                .statusCode(200);
        live(untilBroken());
        process.killAt("cause=bad release");
        breakIt();
        process.awaitEnd();
        process.startAgain();
        await().atMost(PATIENCE).until(engine::isReady);

        badRelease();
        assertThat(engine.visit("tried").body()).isEqualTo("one");

        process.kill();
        process.forgetEndsOfIncidents();
        process.startAgain();
        await().atMost(PATIENCE).until(engine::isReady);

        badRelease();
        assertThat(rollbacks()).containsExactly("live");
        assertThat(incidents("bad release")).hasSize(1);
    }

    @Test
    void the_release_before_stands_by_paused_and_goes_when_the_time_is_over() {
        var before = app.container();
        engine.patch("tried", "{\"probation\":{\"timeMs\":6000}}").then().statusCode(200);
        live(good("two"));
        await().atMost(PATIENCE).until(() -> states().contains("standby"));
        assertThat(Shell.run("docker", "inspect", "-f", "{{.State.Status}}", before))
                .isEqualTo("paused");

        var begin = Instant.now();
        var rollback = app.act("rollback");

        assertThat(rollback.path("status").asText()).isEqualTo("live");
        System.out.println(
                "asked to live ms: " + Duration.between(begin, Instant.now()).toMillis());
        assertThat(app.container()).isEqualTo(before);
        assertThat(engine.visit("tried").body()).isEqualTo("one");
        live(good("three"));
        await().atMost(PATIENCE).until(() -> states().equals(List.of("ready")));
        assertThat(Shell.succeeds("docker", "inspect", before)).isFalse();
        assertThat(incidents(".*")).isEmpty();
    }

    @Test
    void an_app_may_do_without() {
        engine.patch("tried", "{\"probation\":{\"timeMs\":0}}").then().statusCode(200);
        var before = app.container();

        live(failing());

        await().atMost(PATIENCE).until(() -> !Shell.succeeds("docker", "inspect", before));
        for (int i = 0; i < 40; i++) {
            engine.visit("tried");
        }
        await().during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .until(() -> incidents("bad release").isEmpty());
    }

    private JsonNode good(String text) {
        app.source().write("www/health", "well");
        return app.serve(text);
    }

    /// `/` is a script that fails.
    private JsonNode failing() {
        app.source()
                .write("www/cgi-bin/index.cgi", "#!/busybox sh\necho 'Status: 500 Broken'\necho\n")
                .executable("www/cgi-bin/index.cgi");
        return app.run(
                "/busybox rm /www/index.html\nexec /busybox httpd -f -p 0.0.0.0:$PORT -h /www");
    }

    /// It serves until it is broken, and then never again.
    private JsonNode untilBroken() {
        return app.run(
                """
                [ -e /broken ] && exit 7
                /busybox httpd -f -p 0.0.0.0:$PORT -h /www &
                while [ ! -e /broken ]; do /busybox usleep 20000; done
                exit 7\
                """);
    }

    private void breakIt() {
        ChaosApp.makeFile(app.container(), "/broken", "");
    }

    private static void live(JsonNode deployment) {
        assertThat(deployment.path("status").asText()).as("%s", deployment).isEqualTo("live");
    }

    private void kill() {
        Shell.run(
                "kill",
                "-9",
                Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", app.container()));
    }

    private List<JsonNode> incidents(String cause) {
        return engine.get("/api/apps/tried/incidents")
                .valueStream()
                .filter(incident -> incident.path("cause").asText().matches(cause))
                .toList();
    }

    private boolean allRestored() {
        return incidents(".*").stream().allMatch(incident -> incident.has("restoredAt"));
    }

    /// When it has been taken back.
    private JsonNode badRelease() {
        await().atMost(PATIENCE)
                .until(() -> incidents("bad release").stream().anyMatch(i -> i.has("restoredAt")));
        return incidents("bad release").getFirst();
    }

    /// What has become of them, newest first.
    private List<String> rollbacks() {
        return engine.get("/api/deployments?app=tried")
                .valueStream()
                .filter(deployment -> deployment.path("trigger").asText().equals("rollback"))
                .map(deployment -> deployment.path("status").asText())
                .toList();
    }

    private List<String> states() {
        return app.state()
                .path("instances")
                .valueStream()
                .map(instance -> instance.path("state").asText())
                .toList();
    }
}
