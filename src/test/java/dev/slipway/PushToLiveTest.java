package dev.slipway;

import static dev.slipway.lab.Engine.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.SampleApp;
import dev.slipway.lab.Shell;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// From a push to a served app and back, with nothing but what an outsider has: hooks, API, Git,
/// the proxy, Docker.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class PushToLiveTest extends AppsUnderTest {

    @Test
    void the_first_deployment_serves_the_app_with_its_release_in_the_header() {
        var app = app("first");

        var deployment = app.serve("one");

        assertThat(status(deployment)).isEqualTo("live");
        var answer = engine.visit("first");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("one");
        assertThat(release(answer)).isEqualTo("1");
        assertThat(app.state().path("state").asText()).isEqualTo("live");
        assertThat(app.state().path("commit").asText()).isEqualTo(app.source().head().value());
        assertThat(stages(deployment)).startsWith("queue", "fetch", "build", "launch", "route");
        assertThat(engine.log(deployment.path("id").asText())).contains("COPY busybox serve.sh /");
    }

    @Test
    void a_second_push_replaces_the_first_without_a_failed_request() throws InterruptedException {
        var app = app("second");
        app.serve("one");
        var failures = new ArrayList<String>();
        var over = new AtomicBoolean();
        var visitor =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!over.get()) {
                                var answer = engine.visit("second");
                                if (answer.statusCode() != 200) {
                                    failures.add(answer.toString());
                                }
                            }
                        });

        var deployment = app.serve("two");
        awaitRetirement(deployment);
        over.set(true);
        visitor.join();

        assertThat(failures).isEmpty();
        assertThat(engine.visit("second").body()).isEqualTo("two");
        assertThat(release(engine.visit("second"))).isEqualTo("2");
        assertThat(containersOf("second")).hasSize(1);
    }

    @Test
    void a_switch_has_a_receipt_of_users_and_probes() {
        var app = app("receipt");
        var first = receipt(app.serve("one"));
        var second = receipt(app.serve("two"));

        for (var receipt : List.of(first, second)) {
            assertThat(receipt.path("requests").asInt()).isBetween(10, 1_000);
            assertThat(receipt.path("failed").asInt(-1)).isZero();
            assertThat(receipt.path("p50Ms").asInt()).isPositive();
            assertThat(receipt.path("p99Ms").asInt())
                    .isGreaterThanOrEqualTo(receipt.path("p50Ms").asInt());
            assertThat(receipt.path("switchMs").asInt(-1)).isNotNegative();
        }
    }

    @Test
    void what_comes_to_an_app_is_counted_until_it_is_removed() {
        var app = app("visited");
        receipt(app.serve("one"));
        var before = settledRequests("visited");

        for (int i = 0; i < 5; i++) {
            engine.visit("visited");
        }
        engine.visit("visited", "/not-there");

        await().until(() -> requests("visited") == before + 6);
        var traffic = engine.get("/api/apps/visited/traffic");
        assertThat(traffic.at("/lastMinute/requests").asInt()).isEqualTo(before + 6);
        assertThat(traffic.at("/total/statuses/4xx").asInt()).isEqualTo(1);
        assertThat(traffic.at("/total/failed").asInt(-1)).isZero();
        assertThat(traffic.at("/total/p50Ms").asInt()).isPositive();
        assertThat(traffic.at("/total/bytesOut").asInt()).isGreaterThan(1_000);
        assertThat(traffic.hasNonNull("since")).isTrue();
        assertThat(traffic.at("/instances/0/port").asInt()).isEqualTo(8080);
        assertThat(traffic.at("/instances/0/release").asInt()).isEqualTo(1);
        assertThat(traffic.at("/instances/0/requests").asInt()).isPositive();
        assertThat(traffic.at("/instances/0/inFlight").asInt(-1)).isZero();

        assertThat(metrics())
                .contains(
                        "slipway_requests_total{app=\"visited\",status=\"4xx\",} 1.0",
                        "slipway_request_bytes_total{app=\"visited\",direction=\"in\",}",
                        "slipway_request_seconds_bucket{app=\"visited\",le=\"0.005\",}",
                        "slipway_request_seconds_bucket{app=\"visited\",le=\"+Inf\",} %d.0"
                                .formatted(before + 6),
                        "slipway_request_seconds_count{app=\"visited\",}",
                        "slipway_deployments_total{app=\"visited\",status=\"live\",}");
        engine.authorized().delete("/api/apps/visited").then().statusCode(204);
        await().untilAsserted(() -> assertThat(metrics()).doesNotContain("\"visited\""));
        engine.authorized().get("/api/apps/visited/traffic").then().statusCode(404);
    }

    @Test
    void a_build_that_fails_leaves_the_old_release_serving() {
        var app = app("badbuild");
        app.serve("one");
        app.source()
                .write(
                        "Dockerfile",
                        "FROM scratch\nCOPY busybox /\nRUN [\"/busybox\", \"no-such-applet\"]\n");

        var deployment = app.deploy();

        assertThat(status(deployment)).isEqualTo("failed");
        assertThat(deployment.at("/failure/stage").asText()).isEqualTo("build");
        assertThat(deployment.at("/failure/message").asText())
                .contains("badbuild", "no-such-applet", "exit code: 127");
        assertThat(engine.log(deployment.path("id").asText())).contains("applet not found");
        assertThat(engine.visit("badbuild").body()).isEqualTo("one");
        assertThat(release(engine.visit("badbuild"))).isEqualTo("1");
    }

    @Test
    void a_source_without_a_dockerfile_is_told_what_was_looked_for() {
        var app = app("nodocker");
        app.source().write("readme.md", "hi");

        var deployment = app.deploy();

        assertThat(deployment.at("/failure/message").asText())
                .contains("No Dockerfile in commit", "readme.md");
    }

    @Test
    void an_app_that_never_listens_is_refused_and_the_old_one_serves_on() {
        var app = app("deaf");
        app.serve("one");

        var deployment = app.run("echo I do not listen; exec /busybox sleep 1000");

        assertThat(status(deployment)).isEqualTo("failed");
        assertThat(deployment.at("/failure/stage").asText()).isEqualTo("launch");
        assertThat(deployment.at("/failure/message").asText())
                .contains("listens on no port", "0.0.0.0:8080");
        assertThat(engine.log(deployment.path("id").asText())).contains("| I do not listen");
        assertThat(engine.visit("deaf").body()).isEqualTo("one");
        assertThat(containersOf("deaf")).hasSize(1);
    }

    @Test
    void a_first_deployment_says_that_the_app_starts_until_it_ends() {
        var app = app("starting");
        SampleApp.running(app.source(), "exec /busybox sleep 1000").commit("deaf");
        app.source().push(app.url(), "main");
        var deployment =
                engine.accepted(engine.post("/webhook", app.plain(app.source().head().value())));

        await().until(() -> engine.visit("starting").statusCode() == 503);
        engine.ended(deployment);
        await().until(() -> engine.visit("starting").statusCode() == 404);
    }

    @Test
    void an_app_that_is_killed_serves_again_and_leaves_an_incident() {
        var app = app("killed");
        app.serve("one");
        var pid = Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", app.container());

        Shell.run("kill", "-9", pid);

        await().until(() -> engine.get("/api/apps/killed/incidents").size() == 1);
        assertThat(engine.visit("killed").body()).isEqualTo("one");
        await().until(() -> incident("killed").hasNonNull("restoredAt"));
        assertThat(incident("killed").path("cause").asText()).isEqualTo("crashed");
        assertThat(incident("killed").path("exitCode").asInt()).isEqualTo(137);
        assertThat(app.state().path("state").asText()).isEqualTo("live");
        assertThat(app.state().at("/instances/0/restarts").asInt()).isEqualTo(1);
    }

    @Test
    void an_app_that_is_stopped_or_removed_behind_our_back_serves_again() {
        var app = app("meddled");
        app.serve("one");

        Shell.run("docker", "stop", "-t", "0", app.container());
        await().until(() -> engine.get("/api/apps/meddled/incidents").size() == 1);
        assertThat(engine.visit("meddled").body()).isEqualTo("one");
        await().until(() -> app.state().path("state").asText().equals("live"));

        Shell.run("docker", "rm", "-f", app.container());
        await().until(() -> engine.get("/api/apps/meddled/incidents").size() >= 2);
        assertThat(engine.visit("meddled").body()).isEqualTo("one");
    }

    @Test
    void a_paused_app_serves_again() {
        var app = app("paused");
        app.serve("one");

        Shell.run("docker", "pause", app.container());

        await().until(() -> engine.get("/api/apps/paused/incidents").size() == 1);
        assertThat(engine.visit("paused").body()).isEqualTo("one");
    }

    @Test
    void what_its_owner_stopped_stays_stopped_until_started() throws InterruptedException {
        var app = app("stopped");
        app.serve("one");

        var stop = app.act("stop");

        assertThat(status(stop)).isEqualTo("live");
        await().until(() -> containersOf("stopped").isEmpty());
        assertThat(engine.visit("stopped").statusCode()).isEqualTo(503);
        Thread.sleep(11_000); // one audit passes
        assertThat(containersOf("stopped")).isEmpty();
        assertThat(app.state().path("state").asText()).isEqualTo("stopped");
        assertThat(engine.get("/api/apps/stopped/incidents")).isEmpty();

        app.act("start");
        assertThat(engine.visit("stopped").body()).isEqualTo("one");
    }

    @Test
    void a_rollback_runs_the_image_of_before_as_a_new_release() {
        var app = app("back");
        app.serve("one");
        app.serve("two");

        assertThat(status(app.act("rollback"))).isEqualTo("live");

        assertThat(engine.visit("back").body()).isEqualTo("one");
        assertThat(release(engine.visit("back"))).isEqualTo("3");
        var releases = engine.get("/api/apps/back/releases");
        assertThat(releases.at("/0/live").asBoolean()).isTrue();
        assertThat(releases.at("/0/image")).isEqualTo(releases.at("/2/image"));
    }

    @Test
    void a_rollback_leads_to_what_served_before_and_never_to_what_was_taken_back() {
        var app = app("further");
        app.serve("one");
        app.run("exec /busybox sleep 1000");
        app.serve("bad");

        assertThat(status(app.act("rollback"))).isEqualTo("live");
        assertThat(engine.visit("further").body()).isEqualTo("one");

        var refused = engine.post("/api/apps/further/rollback", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.asString()).contains("further has no release to go back to from 4");
        var named = engine.deploy("/api/apps/further/rollback", "{\"release\":3}");
        assertThat(status(named)).isEqualTo("live");
        assertThat(engine.visit("further").body()).isEqualTo("bad");
    }

    @Test
    void a_change_of_the_environment_is_a_release_of_its_own() {
        var app = app("configured");
        app.run(
                "echo \"$GREETING\" > /www/index.html; exec /busybox httpd -f -p 0.0.0.0:$PORT -h /www");

        var answer =
                engine.authorized()
                        .contentType("application/json")
                        .body("{\"env\":{\"GREETING\":\"hi\"},\"replicas\":2}")
                        .patch("/api/apps/configured");
        engine.ended(answer.jsonPath().getString("deployment"));

        assertThat(engine.visit("configured").body()).isEqualTo("hi\n");
        assertThat(app.state().path("release").asInt()).isEqualTo(2);
        await().until(() -> containersOf("configured").size() == 2);
    }

    @Test
    void a_removed_app_leaves_nothing_behind() {
        app("gone").serve("one");

        engine.authorized().delete("/api/apps/gone").then().statusCode(204);

        assertThat(engine.visit("gone").statusCode()).isEqualTo(404);
        assertThat(labelled("ps", "-aq", "gone")).isEmpty();
        assertThat(labelled("network", "ls", "gone")).isEmpty();
        assertThat(labelled("images", "-q", "gone")).isEmpty();
        engine.authorized().get("/api/apps/gone").then().statusCode(404);
    }

    @Test
    void a_removal_that_fails_is_tried_again_by_the_audit() {
        app("clung").serve("one");
        var network = Engine.name() + "-clung";
        var foreign =
                Shell.run(
                        "docker",
                        "run",
                        "--detach",
                        "--network",
                        network,
                        ProxyContainer.IMAGE,
                        "sleep",
                        "1000");
        CompletableFuture<Response> removal;
        try {
            removal =
                    CompletableFuture.supplyAsync(
                            () -> engine.authorized().delete("/api/apps/clung"));
            await().until(() -> labelled("ps", "-aq", "clung").isEmpty());
        } finally {
            Shell.run("docker", "rm", "--force", foreign);
        }

        assertThat(removal.join().statusCode()).isEqualTo(204);
        assertThat(labelled("network", "ls", "clung")).isEmpty();
    }

    @Test
    void a_git_push_shows_the_build_and_is_refused_when_it_fails() {
        var app = app("pushed");
        var url = engine.gitUrl("pushed");
        SampleApp.serving(app.source(), "pushed").commit("one");

        var accepted = app.source().attempt("push", url, "main");
        app.source().write("Dockerfile", "FROM scratch\nCOPY nothing /\n").commit("two");
        var refused = app.source().attempt("push", url, "main");

        assertThat(accepted.exit()).as(accepted.output()).isZero();
        assertThat(accepted.output()).contains("remote: ", "COPY www /www", "pushed is live");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.output()).contains("remote rejected", "build failed");
        assertThat(engine.visit("pushed").body()).isEqualTo("pushed");
    }

    @Test
    void the_first_branch_pushed_is_the_one_deployed() {
        var app = app("branched");
        var url = engine.gitUrl("branched");
        SampleApp.serving(app.source(), "trunk").commit("one");

        var first = app.source().attempt("push", url, "main:trunk");
        var other = app.source().attempt("push", url, "main:topic");

        assertThat(first.output()).contains("branched is live");
        assertThat(other.exit()).isZero();
        assertThat(other.output())
                .contains("topic is kept and not deployed: branched deploys trunk");
        assertThat(engine.get("/api/deployments?app=branched")).hasSize(1);
    }

    @Test
    void a_deployment_that_is_cancelled_leaves_no_instance() {
        var app = app("cancelled");
        app.serve("one");
        SampleApp.running(app.source(), "exec /busybox sleep 1000").commit("deaf");
        app.source().push(app.url(), "main");
        var deployment =
                engine.accepted(engine.post("/webhook", app.plain(app.source().head().value())));
        await().until(() ->
                engine.get("/api/deployments/" + deployment)
                        .path("status")
                        .asText()
                        .equals("launching"));

        engine.post("/api/deployments/%s/cancel".formatted(deployment), "").then().statusCode(202);

        assertThat(engine.ended(deployment).path("status").asText()).isEqualTo("cancelled");
        await().until(() -> containersOf("cancelled").size() == 1);
        assertThat(engine.visit("cancelled").body()).isEqualTo("one");
        engine.post("/api/deployments/%s/cancel".formatted(deployment), "").then().statusCode(409);
    }

    private JsonNode incident(String app) {
        return engine.get("/api/apps/%s/incidents".formatted(app)).path(0);
    }

    private JsonNode receipt(JsonNode deployment) {
        var path = "/api/deployments/" + deployment.path("id").asText();
        await().until(() -> engine.get(path).hasNonNull("receipt"));
        return engine.get(path).path("receipt");
    }

    private int requests(String app) {
        return engine.get("/api/apps/%s/traffic".formatted(app)).at("/total/requests").asInt();
    }

    /// The last of those that came before are counted a moment later.
    private int settledRequests(String app) {
        var last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    var now = requests(app);
                    return last.getAndSet(now) == now;
                });
        return last.get();
    }

    private String metrics() {
        return engine.authorized().accept("text/plain").get("/q/metrics").asString();
    }

    private void awaitRetirement(JsonNode deployment) {
        await().until(() ->
                engine.get("/api/deployments/" + deployment.path("id").asText())
                        .path("stages")
                        .path(5)
                        .has("finishedAt"));
    }

    private static String status(JsonNode deployment) {
        return deployment.path("status").asText();
    }

    private static List<String> stages(JsonNode deployment) {
        return deployment.path("stages").valueStream().map(s -> s.path("name").asText()).toList();
    }

    private static List<String> containersOf(String app) {
        return labelled("ps", "-q", app);
    }

    private static List<String> labelled(String list, String flag, String app) {
        return Shell.run(
                        "docker",
                        list,
                        flag,
                        "--filter",
                        "label=slipway.engine=" + Engine.name(),
                        "--filter",
                        "label=slipway.app=" + app)
                .lines()
                .filter(line -> !line.startsWith("NETWORK"))
                .toList();
    }
}
