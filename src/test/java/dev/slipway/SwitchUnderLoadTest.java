package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Shell;
import dev.slipway.lab.load.Backend;
import dev.slipway.lab.load.Load;
import dev.slipway.lab.load.LoadResult;
import dev.slipway.lab.load.Outcome;
import dev.slipway.lab.load.PostLog;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No request fails because of us: not while an app is deployed over and over, not while the number
/// of its replicas changes, and none that another replica can answer when one is killed.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class SwitchUnderLoadTest {
    private static final int SWITCHES = 20;

    /// [EngineLab] lets a superseded instance finish for 3 s, so what takes 1 s has the time, on a
    /// busy machine too.
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private static final Duration TRANSFER = Duration.ofSeconds(1);

    @TempDir Path temp;
    private final Engine engine = new Engine();
    private GitServer git;
    private AppUnderTest app;
    private PostLog posts;

    @BeforeEach
    void deploy_the_backend() {
        git = GitServer.in(temp.resolve("git"));
        app = AppUnderTest.create(engine, git, temp.resolve("source"), "loaded");
        Backend.source(app.source(), "loaded");
        posts = PostLog.of("slipway.engine=" + Engine.name());
        var deployment = app.deploy();
        assertThat(deployment.path("status").asText()).as("%s", deployment).isEqualTo("live");
    }

    @AfterEach
    void remove_the_app() {
        engine.authorized().delete("/api/apps/loaded");
        posts.close();
        git.close();
    }

    @Test
    void no_request_fails_in_20_deployments_under_load() {
        var superseded = new HashMap<String, Instant>();
        LoadResult result;
        try (var load = everything().start()) {
            load.awaitAnswers(200);
            for (int i = 0; i < SWITCHES; i++) {
                superseded.put(instance(), Instant.now());
                assertLive(app.act("restart").path("status").asText());
                load.awaitAnswers(20);
            }
            result = load.stop();
        }

        System.out.println("20 deployments under load: " + result);
        assertThat(result.failed()).as("%s", result).isZero();
        assertThat(result.instances()).hasSize(SWITCHES + 1);
        assertEndedOnlyByTheDrainDeadline(result, superseded);
        assertNoPostTwice(result);
    }

    @Test
    void no_request_fails_while_replicas_become_three_and_one_again() {
        LoadResult result;
        String wide;
        try (var load = everything().start()) {
            load.awaitAnswers(200);
            scale(3);
            wide = release();
            load.awaitAnswers(1000);
            scale(1);
            load.awaitAnswers(200);
            result = load.stop();
        }

        System.out.println("replicas 1, 3, 1 under load: " + result);
        assertThat(result.failed()).as("%s", result).isZero();
        var spread = result.spread(wide);
        var fair = spread.values().stream().mapToLong(Long::longValue).sum() / 3;
        assertThat(spread).hasSize(3);
        // one that has long requests and WebSockets gets fewer of the others: least in flight
        assertThat(spread.values()).allSatisfy(n -> assertThat(n).isGreaterThan(fair / 10));
        assertNoPostTwice(result);
    }

    @Test
    void a_replica_that_is_killed_costs_no_get_and_doubles_no_post() {
        scale(2);
        LoadResult result;
        try (var load =
                load().keepAlive(4).newConnections(2).browsers(4).slow(4).posts(4).start()) {
            load.awaitAnswers(500);
            Shell.run("kill", "-9", pid(app.container()));
            load.awaitAnswers(500);
            await().until(() -> engine.get("/api/apps/loaded/incidents").size() == 1);
            await().until(() -> readyInstances() == 2);
            load.awaitAnswers(500);
            result = load.stop();
        }

        System.out.println("a replica is killed under load: " + result);
        var cutPosts = result.kind("keep-alive POST").count(Outcome.COME_BACK);
        assertThat(result.failed()).as("%s", result).isEqualTo(cutPosts);
        assertNoPostTwice(result);
    }

    @Test
    void no_connection_is_cut_by_a_reload() throws InterruptedException {
        reload(3, Duration.ZERO);
    }

    @Test
    @Tag("soak")
    void no_connection_is_cut_by_a_reload_each_10_seconds() throws InterruptedException {
        reload(6, Duration.ofSeconds(10));
    }

    private void reload(int times, Duration pause) throws InterruptedException {
        LoadResult result;
        try (var load = everything().start()) {
            load.awaitAnswers(200);
            for (int i = 1; i <= times; i++) {
                Thread.sleep(pause);
                changeServerBlocks("change-" + i);
                load.awaitAnswers(200);
            }
            result = load.stop();
        }

        System.out.println(times + " reloads under load: " + result);
        assertThat(result.failed()).as("%s", result).isZero();
        assertNoPostTwice(result);
    }

    private void changeServerBlocks(String value) {
        engine.patch(
                        "loaded",
                        "{\"edge\":{\"directives\":[\"add_header X-Change %s\"]}}".formatted(value))
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        engine.visit("loaded")
                                .headers()
                                .firstValue("X-Change")
                                .equals(Optional.of(value)));
    }

    private Load load() {
        return Load.on(Integer.getInteger("lab.http-port"), "loaded.localhost");
    }

    private Load everything() {
        return load().keepAlive(4)
                .browsers(8)
                .posts(2)
                .newConnections(2)
                .slow(4)
                .downloads(2, TRANSFER)
                .uploads(2, TRANSFER)
                .webSockets(2, TRANSFER)
                .heldWebSockets(2);
    }

    private void scale(int replicas) {
        var answer =
                engine.authorized()
                        .contentType("application/json")
                        .body("{\"replicas\":%d}".formatted(replicas))
                        .patch("/api/apps/loaded");
        var deployment = engine.ended(answer.jsonPath().getString("deployment"));
        assertLive(deployment.path("status").asText());
    }

    private static void assertLive(String status) {
        assertThat(status).isEqualTo("live");
    }

    /// The deadline counts from the switch, which comes after it was asked for.
    private static void assertEndedOnlyByTheDrainDeadline(
            LoadResult result, Map<String, Instant> superseded) {
        assertThat(result.ended()).isNotEmpty();
        assertThat(result.ended())
                .allSatisfy(ended ->
                        assertThat(ended.at())
                                .isAfter(superseded.get(ended.instance()).plus(DRAIN)));
    }

    private void assertNoPostTwice(LoadResult result) {
        assertThat(result.kind("keep-alive POST").count(Outcome.OK)).isPositive();
        assertThat(posts.deliveredAgain(result)).isEmpty();
    }

    /// As it calls itself: Docker makes a container's id its host name, cut to 12.
    private String instance() {
        return app.container().substring(0, 12);
    }

    private String release() {
        return app.state().path("release").asText();
    }

    private long readyInstances() {
        return app.state()
                .path("instances")
                .valueStream()
                .filter(i -> i.path("state").asText().equals("ready"))
                .count();
    }

    private static String pid(String container) {
        return Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", container);
    }
}
