package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drills that begin by themselves, in an engine that may be killed meanwhile.
class ScheduledDrillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path temp;

    @Test
    void a_drill_comes_when_it_is_due_and_one_that_was_cut_by_a_restart_has_failed() {
        var settings =
                Map.of(
                        "slipway.drill.every", "3s",
                        "slipway.drill.apps", "nightly,not-there",
                        "slipway.drill.faults", "pause,kill");
        try (var git = GitServer.in(temp.resolve("git"));
                var process = EngineProcess.start(settings)) {
            var engine = process.engine();
            process.killAt("a fault is put in");
            AppUnderTest.create(engine, git, temp.resolve("source"), "nightly").serve("one");
            process.awaitEnd();
            process.startAgain();

            await().atMost(PATIENCE).until(engine::isReady);
            await().atMost(PATIENCE).until(() -> oldest(engine, "finished").isPresent());

            var drills = engine.get("/api/apps/nightly/drills");
            var cut = drills.path(drills.size() - 1);
            assertThat(cut.path("state").asText()).isEqualTo("failed");
            assertThat(cut.path("reason").asText()).isEqualTo("the engine was restarted");
            var finished = oldest(engine, "finished").orElseThrow();
            assertThat(finished.path("faults").valueStream().map(JsonNode::asText).toList())
                    .isEqualTo(List.of("pause", "kill"));
            assertThat(finished.path("results")).hasSize(2);
            await().atMost(PATIENCE)
                    .until(() ->
                            process.log().stream()
                                    .anyMatch(
                                            l -> l.contains("there is no such app app=not-there")));
        }
    }

    private static Optional<JsonNode> oldest(Engine engine, String state) {
        return engine.get("/api/apps/nightly/drills")
                .valueStream()
                .filter(drill -> drill.path("state").asText().equals(state))
                .reduce((_, older) -> older);
    }
}
