package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.ChaosApp;
import dev.slipway.lab.DockerEngine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.ProxyContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A real Docker engine is restarted under a Slipway that goes on.
@Tag("kill")
class DockerRestartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.NEVER)
    Path temp;

    @Test
    void a_docker_engine_that_was_restarted_has_all_apps_again_as_they_were() throws Exception {
        var folder = Files.createTempDirectory("dk");
        try (var docker = DockerEngine.start(folder);
                var git = GitServer.in(temp.resolve("git"))) {
            docker.take(ProxyContainer.IMAGE);
            try (var process =
                    EngineProcess.start(
                            Map.of(
                                    "slipway.docker.host",
                                    docker.host(),
                                    "slipway.network.pool",
                                    pool()))) {
                var engine = process.engine();
                var source = temp.resolve("source");
                var apps =
                        List.of(
                                ChaosApp.deploy(engine, git, source, "double", ",\"replicas\":2"),
                                ChaosApp.deploy(engine, git, source, "spared", ",\"spare\":1"));
                var before = docker.docker("ps", "--quiet").lines().count();

                docker.restart();

                for (var app : apps) {
                    await(app.name())
                            .atMost(PATIENCE)
                            .ignoreExceptions()
                            .until(() ->
                                    app.app().state().path("state").asText().equals("live")
                                            && engine.visit(app.name()).statusCode() == 200);
                    // what Docker ended while it went down may be seen when it is back only
                    await(app.name())
                            .atMost(PATIENCE)
                            .untilAsserted(() ->
                                    assertThat(app.incidents())
                                            .allMatch(incident -> incident.has("restoredAt")));
                }
                await().atMost(PATIENCE)
                        .until(() -> apps.getLast().containers("standby").size() == 1);
                assertThat(docker.docker("ps", "--quiet").lines().count()).isEqualTo(before);
            }
        }
    }

    /// Away from the machine's engine, and from what a run that was broken off has left.
    private static String pool() {
        return "10.%d.0.0/16".formatted(ThreadLocalRandom.current().nextInt(214, 254));
    }
}
