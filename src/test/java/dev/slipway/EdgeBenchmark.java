package dev.slipway;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.lab.PlainNginx;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.Shell;
import dev.slipway.lab.TestApp;
import dev.slipway.lab.load.Backend;
import dev.slipway.lab.load.Load;
import dev.slipway.nginx.Route;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Not part of the suite: `./mvnw test -Dtest=EdgeBenchmark`. Both sides of a comparison take turns
/// in one run, so that a busy machine slows both; each figure is the median of the rounds.
@QuarkusTest
class EdgeBenchmark {
    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int CLIENTS = 8;
    private static final int SWITCHES = 200;

    @TempDir Path temp;

    /// The CPU time of Nginx's workers, against plain `proxy_pass` of the same Nginx, which makes a
    /// new connection to the app for each request: [PlainNginx]. Aim: less than 0.6.
    @Test
    void cpu_per_request_against_plain_proxy_pass() throws IOException, InterruptedException {
        var app = TestApp.freeAddress("127.0.0.2");
        var backend = backend(app);
        try (var proxy = ProxyContainer.start();
                var plain = PlainNginx.before(app)) {
            proxy.route(new HostName("bench.localhost"), new Route.Serving(1, List.of(app)));
            cpu(proxy.port(), proxy.container());
            cpu(plain.port(), plain.container());
            var ours = new ArrayList<Double>();
            var theirs = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(cpu(proxy.port(), proxy.container()));
                theirs.add(cpu(plain.port(), plain.container()));
            }
            report("CPU of the edge per request, µs", ours, "plain proxy_pass", theirs);
        } finally {
            backend.destroy();
        }
    }

    /// As `RoutePublisher` switches: the table to its file, then the route to the edge. Aim: less
    /// than 1.5.
    @Test
    void a_switch_among_1000_routes_against_one_among_10() {
        try (var many = ProxyContainer.start();
                var few = ProxyContainer.start()) {
            many.route(table(1000));
            few.route(table(10));
            var ours = new ArrayList<Double>();
            var theirs = new ArrayList<Double>();
            for (int release = 2; release <= SWITCHES; release++) {
                ours.add(switchOf(many, release));
                theirs.add(switchOf(few, release));
            }
            report("a switch among 1,000 routes, µs", ours, "among 10", theirs);
        }
    }

    private Process backend(Address address) throws IOException {
        return new ProcessBuilder(
                        Backend.in(temp).toString(),
                        "-a",
                        "bench",
                        "-b",
                        address.ip(),
                        "-p",
                        String.valueOf(address.port()))
                .inheritIO()
                .start();
    }

    /// Microseconds for each request, while as many are asked as can be.
    private static double cpu(int port, String container) throws InterruptedException {
        try (var load = Load.on(port, "bench.localhost").hurried(CLIENTS).start()) {
            load.awaitAnswers(500);
            var before = ofWorkers(container);
            var answers = load.answers();
            Thread.sleep(ROUND);
            var used = ofWorkers(container).minus(before);
            answers = load.answers() - answers;
            var result = load.stop();
            if (result.failed() > 0) {
                throw new AssertionError(result.toString());
            }
            return used.toNanos() / 1e3 / answers;
        }
    }

    /// Of Nginx's workers, which are the children of the container's first process.
    private static Duration ofWorkers(String container) {
        var master = Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", container);
        return ProcessHandle.of(Long.parseLong(master))
                .orElseThrow()
                .children()
                .map(worker -> worker.info().totalCpuDuration().orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Map<HostName, Route> table(int routes) {
        var table = new TreeMap<HostName, Route>();
        IntStream.range(0, routes).forEach(i -> table.put(host(i), serving(1)));
        return table;
    }

    private static double switchOf(ProxyContainer proxy, int release) {
        var start = System.nanoTime();
        proxy.route(host(release % 10), serving(release));
        return (System.nanoTime() - start) / 1e3;
    }

    private static HostName host(int i) {
        return new HostName("app%d.localhost".formatted(i));
    }

    private static Route serving(int release) {
        return new Route.Serving(release, List.of(new Address("127.0.0.2", 8080)));
    }

    /// The ratio is the median of those of the rounds: both sides of a round met the same machine.
    private static void report(
            String name, List<Double> ours, String otherName, List<Double> other) {
        var ratios =
                IntStream.range(0, ours.size()).mapToObj(i -> ours.get(i) / other.get(i)).toList();
        System.out.printf("BENCHMARK %s: median %.1f%n", name, median(ours));
        System.out.printf("BENCHMARK %s: median %.1f%n", otherName, median(other));
        System.out.printf("BENCHMARK ratio %.2f%n", median(ratios));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
