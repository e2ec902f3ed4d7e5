package dev.slipway;

import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.GitRepository;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.SampleApp;
import dev.slipway.lab.Shell;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Not part of the suite: `./mvnw test -Dtest=PushToLiveBenchmark`. Each figure is the median of
/// rounds in which Slipway and plain Docker take turns, so that a busy machine slows both.
@QuarkusTest
class PushToLiveBenchmark {
    private static final int ROUNDS = 10;
    private static final Duration GIVE_UP = Duration.ofSeconds(60);

    @TempDir Path temp;
    private final Engine engine = new Engine();

    @Test
    void push_to_live_against_clone_build_run_curl() {
        try (var git = GitServer.in(temp.resolve("git"))) {
            var app = AppUnderTest.create(engine, git, temp.resolve("source"), "bench");
            app.serve("warm-up");
            raw(app, "warm-up");
            var slipway = new ArrayList<Long>();
            var raw = new ArrayList<Long>();
            for (int round = 0; round < ROUNDS; round++) {
                slipway.add(slipway(app, "slipway " + round));
                raw.add(raw(app, "raw " + round));
            }
            report(
                    "push to live (stages of the last: %s)".formatted(stages()),
                    slipway,
                    "clone, build, run, curl",
                    raw);
            engine.authorized().delete("/api/apps/bench");
        }
    }

    @Test
    void kill_to_served_against_the_restart_policy() throws IOException {
        try (var git = GitServer.in(temp.resolve("git"))) {
            var app = AppUnderTest.create(engine, git, temp.resolve("source"), "healed");
            app.serve("one");
            Shell.run("docker", "rm", "-f", "bench-policy");
            var image = Engine.name() + "/healed:1";
            Shell.run(
                    "docker",
                    "run",
                    "-d",
                    "--init",
                    "--name",
                    "bench-policy",
                    "--restart",
                    "unless-stopped",
                    "-e",
                    "PORT=8080",
                    image);
            var slipway = new ArrayList<Long>();
            var policy = new ArrayList<Long>();
            for (int round = 0; round < ROUNDS; round++) {
                sleep(Duration.ofSeconds(11)); // Docker resets its own back-off after 10 s
                slipway.add(
                        killed(
                                app.container(),
                                "127.0.0.1",
                                Integer.getInteger("lab.http-port"),
                                "healed.localhost"));
                var ip =
                        Shell.run(
                                "docker",
                                "inspect",
                                "-f",
                                "{{.NetworkSettings.IPAddress}}",
                                "bench-policy");
                policy.add(killed("bench-policy", ip, 8080, "x"));
            }
            report("kill -9 to served", slipway, "restart policy alone", policy);
            Shell.run("docker", "rm", "-f", "bench-policy");
            engine.authorized().delete("/api/apps/healed");
        }
    }

    /// From the hook to the first answer of the new commit. Returns when the old instance is gone,
    /// so that its end slows nobody's round.
    private long slipway(AppUnderTest app, String text) {
        var commit = change(app.source(), text, app.url());
        long start = System.nanoTime();
        engine.hook(app.plain(commit), commit);
        while (!engine.visit("bench").body().equals(text)) {
            sleep(Duration.ofMillis(5));
        }
        long took = millis(start);
        while (engine.get("/api/apps/bench").path("instances").size() > 1) {
            sleep(Duration.ofMillis(50));
        }
        return took;
    }

    /// From the clone to the first answer of the same commit.
    private long raw(AppUnderTest app, String text) {
        change(app.source(), text, app.url());
        var work = temp.resolve("raw").toString();
        long start = System.nanoTime();
        Shell.run(
                "bash",
                "-c",
                """
                set -e
                export DOCKER_BUILDKIT=1 PATH=/usr/bin:$PATH
                git clone -q %s %s
                docker build -q -t bench/raw %s >/dev/null
                docker run -d --name bench-raw -e PORT=8080 bench/raw >/dev/null
                ip=$(docker inspect -f '{{.NetworkSettings.IPAddress}}' bench-raw)
                until curl -sf --connect-timeout 0.05 "http://$ip:8080/" >/dev/null; do sleep 0.005; done
                """
                        .formatted(app.url(), work, work));
        long took = millis(start);
        Shell.run("bash", "-c", "docker rm -f bench-raw; rm -rf " + work);
        return took;
    }

    private static String change(GitRepository source, String text, String url) {
        SampleApp.serving(source, text);
        var commit = source.commit(text);
        source.push(url, "main");
        return commit.value();
    }

    private static long killed(String container, String ip, int port, String host) {
        var pid = Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", container);
        Shell.run("kill", "-9", pid);
        long start = System.nanoTime();
        while (!answers(ip, port, host)) {
            if (millis(start) > GIVE_UP.toMillis()) {
                throw new IllegalStateException("not served again within " + GIVE_UP);
            }
            sleep(Duration.ofMillis(2));
        }
        return millis(start);
    }

    private static boolean answers(String ip, int port, String host) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(ip, port), 20);
            socket.setSoTimeout(Math.toIntExact(GIVE_UP.toMillis()));
            socket.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                    .formatted(host)
                                    .getBytes(StandardCharsets.US_ASCII));
            var head =
                    new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return head.equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    private String stages() {
        return engine.get("/api/deployments?app=bench")
                .path(0)
                .path("stages")
                .valueStream()
                .map(stage ->
                        "%s %d ms"
                                .formatted(
                                        stage.path("name").asText(),
                                        Duration.between(
                                                        Instant.parse(
                                                                stage.path("startedAt").asText()),
                                                        Instant.parse(
                                                                stage.path("finishedAt").asText()))
                                                .toMillis()))
                .collect(Collectors.joining(", "));
    }

    private static void report(String name, List<Long> ours, String otherName, List<Long> other) {
        System.out.printf("BENCHMARK %s: median %d ms %s%n", name, median(ours), ours);
        System.out.printf("BENCHMARK %s: median %d ms %s%n", otherName, median(other), other);
        System.out.printf(
                "BENCHMARK ratio %.2f, difference %d ms%n",
                (double) median(ours) / median(other), median(ours) - median(other));
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static long millis(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
