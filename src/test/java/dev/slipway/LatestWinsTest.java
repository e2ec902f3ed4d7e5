package dev.slipway;

import static dev.slipway.lab.Engine.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.SampleApp;
import dev.slipway.lab.Shell;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is newer replaces what is not done yet, and what is old goes, on a real Docker.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class LatestWinsTest extends AppsUnderTest {
    /// Nobody waits that long: a build that ends was stopped.
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void a_newer_push_stops_a_running_build_and_is_served() {
        var app = app("overtaken");
        app.serve("one");
        var slow = slowBuild(app, 100_001);

        var deployment = app.serve("two");

        assertThat(deployment.path("status").asText()).isEqualTo("live");
        var overtaken = engine.ended(slow);
        assertThat(overtaken.path("status").asText()).isEqualTo("superseded");
        assertThat(overtaken.path("supersededBy")).isEqualTo(deployment.path("id"));
        assertThat(overtaken.path("reason").asText()).contains(deployment.path("id").asText());
        await().atMost(SOON).until(() -> !isRunning(100_001));
        assertThat(engine.visit("overtaken").body()).isEqualTo("two");
    }

    @Test
    void a_cancelled_build_stops_and_leaves_nothing() {
        var app = app("cancelled");
        app.serve("one");
        var slow = slowBuild(app, 100_002);

        engine.post("/api/deployments/" + slow + "/cancel", "").then().statusCode(202);

        await().atMost(SOON).until(() -> !isRunning(100_002));
        var ended = engine.ended(slow);
        assertThat(ended.path("status").asText()).isEqualTo("cancelled");
        assertThat(ended.path("reason").asText()).isEqualTo("by its owner");
        engine.post("/api/deployments/" + slow + "/cancel", "").then().statusCode(409);
        assertThat(engine.visit("cancelled").body()).isEqualTo("one");
        assertThat(engine.get("/api/apps/cancelled/releases")).hasSize(1);
        // the next build has the place
        assertThat(app.serve("two").path("status").asText()).isEqualTo("live");
    }

    @Test
    void a_launch_that_is_cancelled_does_not_wait_for_its_deadline() {
        var app = app("unready");
        app.serve("one");
        SampleApp.running(app.source(), "exec /busybox sleep 100003");
        var deployment = hook(app);
        await().until(() -> isRunning(100_003));

        engine.post("/api/deployments/" + deployment + "/cancel", "").then().statusCode(202);

        await().atMost(SOON).until(() -> !isRunning(100_003));
        assertThat(engine.ended(deployment).path("status").asText()).isEqualTo("cancelled");
        assertThat(engine.visit("unready").body()).isEqualTo("one");
    }

    @Test
    void a_stop_ends_what_would_start_the_app_again() {
        var app = app("halted");
        app.serve("one");
        var slow = slowBuild(app, 100_004);

        app.act("stop");

        assertThat(engine.ended(slow).path("status").asText()).isEqualTo("superseded");
        await().atMost(SOON).until(() -> !isRunning(100_004));
        assertThat(app.state().path("state").asText()).isEqualTo("stopped");
    }

    @Test
    void what_is_configured_during_a_build_goes_live_with_it() {
        var app = app("tuned");
        app.run("echo old > /www/index.html; exec /busybox httpd -f -p 0.0.0.0:$PORT -h /www");
        SampleApp.running(
                app.source(),
                "echo \"$GREETING\" > /www/index.html; exec /busybox httpd -f -p 0.0.0.0:$PORT -h /www");
        app.source()
                .write(
                        "Dockerfile",
                        """
                        FROM scratch
                        COPY busybox serve.sh /
                        COPY www /www
                        RUN ["/busybox", "sh", "-c", "/busybox sleep 3 # %s, in no cache"]
                        EXPOSE 8080
                        ENTRYPOINT ["/busybox", "sh", "/serve.sh"]
                        """
                                .formatted(UUID.randomUUID()));
        var build = hook(app);
        await().until(() -> status(build).equals("building"));

        engine.patch("tuned", "{\"env\":{\"GREETING\":\"hello\"}}").then().statusCode(200);

        assertThat(engine.ended(build).path("status").asText()).isEqualTo("live");
        assertThat(engine.visit("tuned").body().strip()).isEqualTo("hello");
        assertThat(app.state().path("commit").asText()).isEqualTo(app.source().head().value());
    }

    @Test
    void a_restart_that_waits_for_a_launch_runs_what_that_made_live() {
        var app = app("again");
        app.serve("one");
        SampleApp.running(
                app.source(), "/busybox sleep 2; exec /busybox httpd -f -p 0.0.0.0:$PORT -h /www");
        app.source().write("www/index.html", "two");
        var newer = hook(app);
        await().until(() -> status(newer).equals("launching"));

        var restart = app.act("restart");

        assertThat(engine.ended(newer).path("status").asText()).isEqualTo("live");
        assertThat(restart.path("status").asText()).isEqualTo("live");
        assertThat(restart.path("release").asInt()).isEqualTo(2);
        assertThat(engine.visit("again").body()).isEqualTo("two");
    }

    @Test
    void five_releases_are_kept_with_their_images_and_nothing_of_others_is_touched() {
        var tagOfMine = Engine.name() + "-mine/kept:1";
        var app = app("hoarder");
        app.serve("0");
        Shell.run("docker", "tag", Engine.name() + "/hoarder:1", tagOfMine);
        for (int i = 1; i < 7; i++) {
            app.serve(Integer.toString(i));
        }
        var dryRun = gc("?dryRun=true");
        if (!dryRun.path("releases").isEmpty()) {
            assertThat(dryRun.at("/releases/0/app").asText()).isEqualTo("hoarder");
        }

        await().atMost(SOON).until(() -> engine.get("/api/apps/hoarder/releases").size() == 5);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(tags("hoarder"))
                                .containsExactlyInAnyOrder("3", "4", "5", "6", "7"));
        assertThat(Shell.run("docker", "image", "inspect", "-f", "{{.Id}}", tagOfMine))
                .startsWith("sha256:");
        Shell.run("docker", "image", "rm", tagOfMine);

        app.act("rollback");
        assertThat(release(engine.visit("hoarder"))).isEqualTo("8");
        assertThat(engine.visit("hoarder").body()).isEqualTo("5");
    }

    @Test
    void garbage_is_shown_before_it_is_taken_away() {
        var app = app("tidy");
        app.serve("one");
        var leftover = Engine.name() + "/tidy:99";

        // what the engine collects by itself may come first
        await().untilAsserted(() -> {
            Shell.run("docker", "tag", Engine.name() + "/tidy:1", leftover);
            assertThat(gc("?dryRun=true").path("tags"))
                    .extracting(JsonNode::asText)
                    .contains(leftover);
            assertThat(tags("tidy")).contains("99");
        });

        assertThat(gc("").path("dryRun").asBoolean(true)).isFalse();
        assertThat(tags("tidy")).containsExactly("1");
        assertThat(engine.visit("tidy").body()).isEqualTo("one");
    }

    private JsonNode gc(String query) {
        var answer = engine.post("/api/gc" + query, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.as(JsonNode.class);
    }

    private List<String> tags(String app) {
        return Shell.run("docker", "image", "ls", "--format", "{{.Tag}}", Engine.name() + "/" + app)
                .lines()
                .toList();
    }

    /// Begins a build that would take a day, and waits until it is at it.
    private String slowBuild(AppUnderTest app, int seconds) {
        SampleApp.serving(app.source(), "never")
                .write(
                        "Dockerfile",
                        "FROM scratch\nCOPY busybox /\nRUN [\"/busybox\", \"sleep\", \"%d\"]\n"
                                .formatted(seconds));
        var deployment = hook(app);
        await().until(() -> isRunning(seconds));
        return deployment;
    }

    private String hook(AppUnderTest app) {
        var commit = app.source().commit("change");
        app.source().push(app.url(), "main");
        return engine.accepted(engine.post("/webhook", app.plain(commit.value())));
    }

    private String status(String deployment) {
        return engine.get("/api/deployments/" + deployment).path("status").asText();
    }

    /// Whether some process on this machine sleeps for exactly that long.
    private static boolean isRunning(int seconds) {
        return Shell.isRunning("sleep " + seconds);
    }
}
