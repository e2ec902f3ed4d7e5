package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.ChaosApp;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An app that hangs, with the settings that the engine has by itself.
@Tag("kill")
class HangIT {
    @TempDir Path temp;

    @Test
    void a_visitor_of_an_app_that_hangs_is_answered_when_it_was_started_again() {
        try (var git = GitServer.in(temp.resolve("git"));
                var process = EngineProcess.start(Map.of())) {
            var engine = process.engine();
            var app = ChaosApp.deploy(engine, git, temp.resolve("source"), "hanging", "");
            ChaosApp.freezeServer(app.anyContainer());
            var begin = System.nanoTime();

            var answer = engine.visit("hanging");

            var waited = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println("hang to answered ms: " + waited.toMillis());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(app.incidents()).hasSize(1);
            assertThat(app.incidents().get(0).path("cause").asText()).isEqualTo("hung");
        }
    }
}
