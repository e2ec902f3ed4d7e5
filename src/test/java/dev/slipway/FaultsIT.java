package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.FlakyDocker;
import dev.slipway.lab.FlakyDocker.Mood;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Ground;
import dev.slipway.lab.SampleApp;
import dev.slipway.lab.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an engine meets that is not its fault: no room, a Docker that fails, a build without end,
/// lost state. It tells, goes on, and what was served is served.
class FaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path CPU_OF_BUILDS =
            Path.of("/sys/fs/cgroup/cpu/docker/buildkit/cpu.shares");

    /// More than all buffers between the engine and a client hold, bytes.
    private static final long LARGE = 256L << 20;

    @TempDir Path temp;
    private GitServer git;
    private EngineProcess process;
    private Engine engine;

    @BeforeEach
    void start_git() {
        git = GitServer.in(temp.resolve("git"));
    }

    @AfterEach
    void stop_all() {
        process.close();
        git.close();
    }

    @Test
    void a_disk_without_the_reserve_refuses_builds_early() {
        start(Map.of("slipway.build.disk-reserve-mb", "2000000000"));

        var deployment = app("roomless").serve("one");

        assertThat(deployment.path("status").asText()).isEqualTo("failed");
        assertThat(deployment.at("/failure/stage").asText()).isEqualTo("queue");
        assertThat(deployment.at("/failure/message").asText())
                .contains("MiB are free on the disk", "builds leave 2000000000 MiB alone");
    }

    @Test
    void a_build_without_end_is_stopped_and_builds_are_fenced_meanwhile() throws IOException {
        start(Map.of("slipway.build.timeout", "4s", "slipway.build.cpu-shares", "333"));
        var app = app("endless");
        SampleApp.serving(app.source(), "never")
                .write(
                        "Dockerfile",
                        "FROM scratch\nCOPY busybox /\nRUN [\"/busybox\", \"sleep\", \"200001\"]\n");

        var deployment = app.deploy();

        assertThat(deployment.at("/failure/stage").asText()).isEqualTo("build");
        assertThat(deployment.at("/failure/message").asText())
                .contains("took more than 4 s", "slipway.build.timeout");
        await().atMost(PATIENCE).until(() -> !Shell.isRunning("sleep 200001"));
        if (Files.exists(CPU_OF_BUILDS)) { // cgroup v2 is tested on a copy of its files only
            assertThat(Files.readString(CPU_OF_BUILDS)).isEqualToIgnoringWhitespace("333");
        }
    }

    @Test
    void a_full_disk_fails_what_is_new_and_nothing_else() throws IOException {
        var disk = Files.createDirectory(temp.resolve("disk"));
        Shell.run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString());
        try {
            process =
                    EngineProcess.start(
                            Ground.in(disk), Map.of("slipway.build.disk-reserve-mb", "0"));
            engine = process.engine();
            var app = app("full");
            assertLive(app.serve("one"));

            fill(disk.resolve("ballast"));
            SampleApp.serving(app.source(), "two");
            var commit = app.source().commit("two");
            app.source().push(app.url(), "main");
            var refused = engine.post("/webhook", app.plain(commit.value()));
            if (refused.statusCode() == 202) {
                assertThat(engine.visit("full").body()).isEqualTo("one");
            } else {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.asString()).contains("check the disk of the state directory");
            }
            assertThat(engine.visit("full").body()).isEqualTo("one");
            assertThat(engine.isReady()).isTrue();

            Files.delete(disk.resolve("ballast"));
            await().atMost(PATIENCE).until(() -> engine.unfinished().isEmpty());
            assertLive(app.serve("three"));
            assertThat(engine.visit("full").body()).isEqualTo("three");
        } finally {
            process.kill();
            Shell.run("umount", "--lazy", disk.toString());
        }
    }

    @Test
    void a_docker_that_fails_or_is_restarted_costs_a_deployment_and_no_request() {
        try (var docker = FlakyDocker.start()) {
            start(Map.of("slipway.docker.host", docker.host()));
            var app = app("shaken");
            assertLive(app.serve("one"));
            for (var mood : new Mood[] {Mood.BROKEN, Mood.GONE}) {
                docker.become(mood);

                var failed = app.serve("never");

                assertThat(failed.path("status").asText()).isEqualTo("failed");
                assertThat(failed.at("/failure/message").asText()).contains("Docker");
                assertThat(engine.visit("shaken").body()).isEqualTo("one");
                docker.become(Mood.WELL);
            }
            assertLive(app.serve("two"));
            assertThat(engine.visit("shaken").body()).isEqualTo("two");
            assertThat(engine.get("/api/apps/shaken/incidents")).isEmpty();
        }
    }

    @Test
    void what_was_backed_up_comes_back_and_what_runs_goes_on() throws IOException {
        start(Map.of());
        var app = app("kept");
        assertLive(app.serve("one"));
        engine.patch("kept", "{\"env\":{\"TOKEN\":\"s3cret\"},\"webhookSecret\":\"sign\"}");
        await().atMost(PATIENCE).until(() -> engine.unfinished().isEmpty());
        var backup =
                engine.authorized()
                        .get("/api/backup")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray();
        assertLive(app.serve("two"));
        engine.post("/api/apps", "{\"name\":\"later\"}").then().statusCode(201);
        await().atMost(PATIENCE).until(() -> app.state().path("instances").size() == 1);
        var before = app.state();

        var state = process.ground().state();
        Files.write(state.resolve("restore.tar"), backup);
        engine.post("/api/restore", "").then().statusCode(202);
        process.awaitEnd();
        process.startAgain();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> engine.isReady());

        assertThat(engine.get("/api/apps")).hasSize(1);
        var after = app.state();
        assertThat(after.at("/desired/env/TOKEN")).isEqualTo(before.at("/desired/env/TOKEN"));
        // the container that runs is newer than the backup: it is taken up, not stopped
        assertThat(after.path("release")).isEqualTo(before.path("release"));
        assertThat(app.container()).isEqualTo(before.at("/instances/0/container").asText());
        assertThat(engine.visit("kept").body()).isEqualTo("two");
        assertThat(state.resolve("restore.tar")).doesNotExist();
        assertLive(app.serve("three"));
        assertThat(app.state().path("release").asInt())
                .isGreaterThan(before.path("release").asInt());
    }

    @Test
    void a_backup_that_breaks_off_is_not_taken_for_a_whole_one() throws Exception {
        start(Map.of());
        var request =
                HttpRequest.newBuilder(URI.create(engine.url("/api/backup")))
                        .header("Authorization", "Bearer " + engine.bearer())
                        .build();
        var log = process.ground().state().resolve("logs/large.log");
        Files.createDirectories(log.getParent());
        try (var large = new RandomAccessFile(log.toFile(), "rw");
                var client = HttpClient.newHttpClient()) {
            large.setLength(LARGE);
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (var tar = answer.body()) {
                assertThat(answer.statusCode()).isEqualTo(200);
                tar.skipNBytes(LARGE / 8);

                large.setLength(1);

                assertThatThrownBy(() -> tar.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(IOException.class);
            }
            assertThat(engine.authorized().get("/api/backup").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void what_is_no_backup_changes_nothing() throws IOException {
        start(Map.of());
        Files.writeString(process.ground().state().resolve("restore.tar"), "no tar at all");

        var answer = engine.post("/api/restore", "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.asString()).contains("restore.tar");
        assertThat(engine.isReady()).isTrue();
        assertThat(process.ground().state().resolve("restore")).doesNotExist();
    }

    private void start(Map<String, String> settings) {
        process = EngineProcess.start(settings);
        engine = process.engine();
    }

    private static void fill(Path file) throws IOException {
        var block = new byte[4096];
        try (var ballast = new RandomAccessFile(file.toFile(), "rw")) {
            while (true) {
                ballast.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void assertLive(JsonNode deployment) {
        assertThat(deployment.path("status").asText()).as("%s", deployment).isEqualTo("live");
    }

    private AppUnderTest app(String name) {
        return AppUnderTest.create(engine, git, temp.resolve("source"), name);
    }
}
