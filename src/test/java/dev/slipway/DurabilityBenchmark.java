package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.SampleApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Not part of the suite: `./mvnw verify -DskipUnitTests -Dit.test=DurabilityBenchmark`, on the
/// package that was built last. What is compared takes turns.
class DurabilityBenchmark {
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final int ROUNDS = 3;
    private static final String HUNGRY =
            "for i in 1 2 3 4; do (while :; do :; done) & done; /busybox sleep 8; kill $(jobs -p)";

    @TempDir Path temp;

    /// Hooks that are kept against hooks that the same endpoint refuses before it asks the store.
    @Test
    void acknowledged_hooks_with_and_without_the_store() {
        try (var process = EngineProcess.start(Map.of("slipway.build.parallel", "1"))) {
            for (var clients : List.of(1, 64)) {
                for (int round = 0; round < ROUNDS; round++) {
                    var kept = run(clients, i -> hook(process.engine(), kept(i)), 202);
                    var refused = run(clients, i -> hook(process.engine(), "{}"), 400);
                    System.out.printf(
                            "%2d clients: kept %s, refused %s, ratio %.2f%n",
                            clients,
                            told(kept),
                            told(refused),
                            kept.size() / (double) refused.size());
                }
            }
        }
    }

    @Test
    void a_served_app_while_a_build_takes_all_the_cpu_it_can_get() throws IOException {
        try (var git = GitServer.in(temp.resolve("git"));
                var process = EngineProcess.start()) {
            var engine = process.engine();
            var app = AppUnderTest.create(engine, git, temp.resolve("source"), "served");
            app.serve("one");
            var builder = AppUnderTest.create(engine, git, temp.resolve("source"), "builder");
            var visit = visit(process);
            run(4, _ -> visit, 200);
            for (int round = 0; round < ROUNDS; round++) {
                var quiet = run(4, _ -> visit, 200);
                SampleApp.running(builder.source(), HUNGRY)
                        .write("round", Integer.toString(round))
                        .write(
                                "Dockerfile",
                                "FROM scratch\nCOPY busybox serve.sh round /\nRUN [\"/busybox\", \"sh\", \"/serve.sh\"]\n");
                var commit = builder.source().commit("round " + round);
                builder.source().push(builder.url(), "main");
                var build = engine.accepted(engine.post("/webhook", builder.plain(commit.value())));
                await().until(() -> engine.log(build).contains("serve.sh"));
                var busy = run(4, _ -> visit, 200);
                engine.ended(build);
                System.out.printf(
                        "served: quiet %s, during the build %s, p99 x %.2f%n",
                        told(quiet), told(busy), p99(busy) / (double) p99(quiet));
            }
            System.out.println("shares of builds: " + shares());
        }
    }

    private static String shares() throws IOException {
        var file = Path.of("/sys/fs/cgroup/cpu/docker/buildkit/cpu.shares");
        return Files.exists(file) ? Files.readString(file).strip() : "cgroup v2";
    }

    private static String kept(int client) {
        return "{\"app\":\"bench-%d\",\"repository\":\"http://127.0.0.1:1/none.git\"}"
                .formatted(client);
    }

    private static HttpRequest hook(Engine engine, String body) {
        return HttpRequest.newBuilder(URI.create(engine.url("/webhook")))
                .header("Authorization", "Bearer " + engine.bearer())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static HttpRequest visit(EngineProcess process) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/".formatted(process.ground().httpPort())))
                .header("Host", "served.localhost")
                .build();
    }

    /// @return how long each answer took, in ns, sorted
    private static List<Long> run(int clients, IntFunction<HttpRequest> request, int status) {
        var took = Collections.synchronizedList(new ArrayList<Long>());
        var end = System.nanoTime() + TURN.toNanos();
        try (var client = HttpClient.newHttpClient()) {
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < clients; i++) {
                var own = request.apply(i);
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    while (System.nanoTime() < end) {
                                        took.add(send(client, own, status));
                                    }
                                }));
            }
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return took.stream().sorted().toList();
    }

    private static long send(HttpClient client, HttpRequest request, int status) {
        var begin = System.nanoTime();
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return System.nanoTime() - begin;
    }

    private static long p99(List<Long> sorted) {
        return sorted.get(sorted.size() * 99 / 100);
    }

    private static String told(List<Long> sorted) {
        return "%d/s (p50 %.1f, p99 %.1f ms)"
                .formatted(
                        sorted.size() / TURN.toSeconds(),
                        sorted.get(sorted.size() / 2) / 1e6,
                        p99(sorted) / 1e6);
    }
}
