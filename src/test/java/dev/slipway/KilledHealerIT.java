package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.EdgeSocket;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine is killed right after it has told that something is broken: the next one sees to it,
/// and tells the end, once.
@Tag("kill")
class KilledHealerIT {
    /// A few audits, 10 s apart.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path temp;
    private GitServer git;
    private EngineProcess process;
    private Engine engine;
    private AppUnderTest app;

    @BeforeEach
    void serve() {
        git = GitServer.in(temp.resolve("git"));
        process = EngineProcess.start(Map.of("slipway.health.image-interval", "1s"));
        engine = process.engine();
        app = AppUnderTest.create(engine, git, temp.resolve("source"), "kept");
        assertThat(app.serve("kept").path("status").asText()).isEqualTo("live");
    }

    @AfterEach
    void stop_all() {
        process.close();
        git.close();
    }

    @Test
    void a_proxy_that_was_made_anew() {
        process.killAt("cause=proxy missing");
        Shell.run("docker", "rm", "-f", proxy());
        process.awaitEnd();

        process.startAgain();

        assertEnded("proxy missing");
        assertThat(engine.visit("kept").body()).isEqualTo("kept");
    }

    @Test
    void files_that_were_written_again_and_that_the_proxy_has_not_read_yet() throws IOException {
        var module = process.ground().state().resolve("edge/live/pages.lua");
        Files.writeString(module, Files.readString(module).replace("No such app", "Gotcha"));
        Shell.run("docker", "kill", "-s", "HUP", proxy());
        await().until(() -> engine.visit("nobody").body().contains("Gotcha"));
        process.killAt("cause=proxy configuration drifted");
        process.awaitEnd();

        process.startAgain();

        assertEnded("proxy configuration drifted");
        assertThat(engine.visit("nobody").body()).contains("No such app");
    }

    @Test
    void an_image_that_is_built_again() {
        var container = app.container();
        var image = Shell.run("docker", "inspect", "-f", "{{.Config.Image}}", container);
        process.kill();
        Shell.run("docker", "rm", "-f", container);
        Shell.run("docker", "rmi", "-f", image);
        process.killAt("cause=image missing");
        process.startAgain();
        process.awaitEnd();

        process.startAgain();

        assertEnded("image missing");
        assertThat(engine.visit("kept").body()).isEqualTo("kept");
    }

    @Test
    void a_route_that_was_put_right() throws IOException {
        new EdgeSocket(process.ground().state().resolve("edge")).stop("kept");
        assertEnded("route drifted");
        process.kill();
        process.forgetEndsOfIncidents();

        process.startAgain();

        assertEnded("route drifted");
    }

    private void assertEnded(String cause) {
        await(cause)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> incidents(cause).stream().anyMatch(i -> i.has("restoredAt")));
        assertThat(incidents(cause)).hasSize(1);
    }

    private List<JsonNode> incidents(String cause) {
        return engine.get("/api/incidents")
                .valueStream()
                .filter(incident -> incident.path("cause").asText().equals(cause))
                .toList();
    }

    private String proxy() {
        return process.ground().name() + "-proxy";
    }
}
