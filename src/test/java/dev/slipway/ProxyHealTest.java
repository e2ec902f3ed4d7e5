package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.EdgeSocket;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Shell;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens to the proxy behind our back is seen by the audit, put right, and told.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class ProxyHealTest {
    private static final String PROXY = Engine.name() + "-proxy";
    private static final Path EDGE = Engine.state().resolve("edge");

    /// A few audits, 10 s apart.
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @TempDir Path temp;
    private final Engine engine = new Engine();
    private GitServer git;
    private Set<String> before = Set.of();

    @BeforeEach
    void serveAnApp() {
        git = GitServer.in(temp.resolve("git"));
        AppUnderTest.create(engine, git, temp.resolve("source"), "served").serve("served");
        before = incidents(_ -> true);
    }

    @AfterEach
    void removeIt() {
        engine.authorized().delete("/api/apps/served");
        git.close();
    }

    @Test
    void a_proxy_that_was_removed_is_made_anew() {
        Shell.run("docker", "rm", "-f", PROXY);

        assertHealed("proxy missing");
    }

    @Test
    void a_proxy_that_was_stopped_is_started() {
        Shell.run("docker", "stop", PROXY);

        assertHealed("proxy down");
    }

    @Test
    void a_proxy_that_was_killed_is_told_though_docker_has_started_it_again() {
        Shell.run("kill", "-9", Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", PROXY));

        assertHealed("proxy down");
        assertThat(fresh(i -> i.path("detail").asText().startsWith("Docker started it again at")))
                .hasSize(1);
    }

    @Test
    void files_that_were_changed_are_written_again() throws IOException {
        var module = EDGE.resolve("live/pages.lua");
        var original = Files.readString(module);
        Files.writeString(module, original.replace("No such app", "Gotcha"));
        Shell.run("docker", "kill", "-s", "HUP", PROXY);
        // the next audit may be quicker
        await().until(() ->
                engine.visit("nobody").body().contains("Gotcha") || !fresh(_ -> true).isEmpty());

        assertHealed("proxy configuration drifted");
        assertThat(module).hasContent(original);
        assertThat(engine.visit("nobody").body()).contains("No such app");
    }

    @Test
    void a_socket_that_was_removed_is_made_anew_without_a_lost_request() throws Exception {
        var started = startOfProxy();
        for (var name : Set.of("admin.sock", "other.sock")) {
            Files.deleteIfExists(EDGE.resolve(name));
        }

        assertHealed("proxy silent");
        assertThat(startOfProxy()).isEqualTo(started);
    }

    /// A container keeps the directory it was started with, so a reload finds nothing there.
    @Test
    void a_directory_that_was_removed_is_made_anew_and_the_proxy_started_in_it() {
        var started = startOfProxy();
        Shell.run("rm", "-rf", EDGE.toString());

        await().atMost(PATIENCE.multipliedBy(2)).until(() -> !startOfProxy().equals(started));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> engine.visit("served").body().equals("served"));
        await().atMost(PATIENCE)
                .until(() -> engine.authorized().get("/q/health/ready").statusCode() == 200);
        await().atMost(PATIENCE).until(() -> fresh(i -> !i.has("restoredAt")).isEmpty());
    }

    @Test
    void routes_that_were_changed_are_put_right() throws IOException {
        new EdgeSocket(EDGE).stop("served");

        assertHealed("route drifted");
    }

    @Test
    void an_app_that_is_stopped_while_the_proxy_is_silent_leaves_no_instance() {
        var processes = Shell.run("docker", "top", PROXY, "-eo", "pid").replaceAll("\\D+", " ");
        Shell.run("sh", "-c", "kill -STOP" + processes);
        try {
            var stop = engine.deploy("/api/apps/served/stop", "{}");

            assertThat(stop.path("status").asText()).as("%s", stop).isEqualTo("live");
        } finally {
            Shell.run("sh", "-c", "kill -CONT" + processes);
        }
        await().atMost(PATIENCE)
                .until(() -> engine.get("/api/apps/served").path("instances").isEmpty());
        await().atMost(PATIENCE).until(() -> engine.visit("served").body().contains("is stopped"));
        assertThat(fresh(i -> i.path("cause").asText().equals("route drifted"))).isEmpty();
    }

    private void assertHealed(String cause) {
        await().atMost(PATIENCE)
                .until(() ->
                        fresh(i -> i.path("cause").asText().equals(cause) && i.has("restoredAt"))
                                        .size()
                                == 1);
        await().ignoreExceptions().until(() -> engine.visit("served").body().equals("served"));
        assertThat(fresh(i -> i.path("cause").asText().equals(cause))).hasSize(1);
        await().until(() -> engine.authorized().get("/q/health/ready").statusCode() == 200);
    }

    private Set<String> fresh(Predicate<JsonNode> wanted) {
        var found = incidents(wanted);
        found.removeAll(before);
        return found;
    }

    private Set<String> incidents(Predicate<JsonNode> wanted) {
        return engine.get("/api/incidents")
                .valueStream()
                .filter(wanted)
                .map(incident -> incident.path("id").asText())
                .collect(Collectors.toSet());
    }

    private static String startOfProxy() {
        return Shell.run("docker", "inspect", "-f", "{{.State.StartedAt}}", PROXY);
    }
}
