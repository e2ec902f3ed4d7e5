package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.HostName;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.load.Backends;
import dev.slipway.lab.load.Fleet;
import dev.slipway.lab.load.Load;
import dev.slipway.lab.load.LoadResult;
import dev.slipway.lab.load.PostLog;
import dev.slipway.nginx.Route;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The edge for minutes under load: `./mvnw verify -Psoak`, or this alone with `./mvnw test -Psoak
/// -Dtest=SwitchSoakTest`.
@QuarkusTest
@Tag("soak")
class SwitchSoakTest {
    private static final Duration DOWNLOAD = Duration.ofSeconds(30);
    private static final Duration UPLOAD = Duration.ofSeconds(10);
    private static final Duration WEB_SOCKET = Duration.ofSeconds(20);

    private final HostName host = new HostName("soak.localhost");
    private ProxyContainer proxy;

    @BeforeEach
    void start_the_proxy() {
        proxy = ProxyContainer.start();
    }

    @AfterEach
    void stop_the_proxy() {
        proxy.close();
    }

    @Test
    void no_request_fails_in_100_switches_half_a_second_apart() throws InterruptedException {
        try (var backends = Backends.of("soak");
                var posts = PostLog.of(backends.label());
                var fleet = new Fleet(backends, 16, proxy.edge())) {
            var serving = fleet.next();
            proxy.route(host, serving(1, serving));
            LoadResult result;
            try (var load = everything().start()) {
                load.awaitAnswers(200);
                for (int release = 2; release <= 101; release++) {
                    Thread.sleep(500);
                    var next = fleet.next();
                    proxy.route(host, serving(release, next));
                    fleet.retire(serving);
                    serving = next;
                }
                load.awaitAnswers(200);
                result = load.stop();
            }

            report("100 switches", result);
            assertThat(result.failed()).as("%s", result).isZero();
            assertThat(result.releases()).hasSize(101);
            assertThat(posts.deliveredAgain(result)).isEmpty();
        }
    }

    @Test
    void a_request_waits_through_each_of_25_restarts_in_place() {
        try (var backends = Backends.of("soak");
                var posts = PostLog.of(backends.label());
                var visitor = proxy.connect()) {
            var only = backends.start();
            proxy.route(host, serving(1, only));
            LoadResult result;
            try (var load = requests().start()) {
                for (int release = 2; release <= 26; release++) {
                    load.awaitAnswers(100);
                    proxy.route(host, new Route.Held());
                    visitor.send("GET", host.value(), "");
                    await().pollInterval(Duration.ofMillis(20))
                            .until(() -> proxy.edge().inFlight(only.address()) == 0);
                    backends.restart(only);
                    proxy.route(host, serving(release, only));
                    assertThat(visitor.answer().header("x-slipway-release"))
                            .isEqualTo(String.valueOf(release));
                }
                load.awaitAnswers(100);
                result = load.stop();
            }

            report("25 restarts in place", result);
            assertThat(result.failed()).as("%s", result).isZero();
            assertThat(result.releases()).hasSize(26);
            assertThat(posts.deliveredAgain(result)).isEmpty();
        }
    }

    @Test
    void no_request_fails_while_ten_of_1000_routes_change_each_second()
            throws InterruptedException {
        try (var backends = Backends.of("soak");
                var posts = PostLog.of(backends.label())) {
            var blue = backends.start(1000);
            var green = backends.start(1000);
            var hosts =
                    IntStream.range(0, 1000)
                            .mapToObj(i -> "soak%d.localhost".formatted(i))
                            .toList();
            var table = new TreeMap<HostName, Route>();
            for (int i = 0; i < hosts.size(); i++) {
                table.put(new HostName(hosts.get(i)), new Route.Serving(1, List.of(blue.port(i))));
            }
            proxy.route(table);
            LoadResult result;
            var random = new Random(4);
            try (var load = requests(Load.on(proxy.port(), hosts)).start()) {
                for (int change = 1; change <= 600; change++) {
                    Thread.sleep(100);
                    int app = random.nextInt(hosts.size());
                    var there = change % 2 == 0 ? blue : green;
                    proxy.route(
                            new HostName(hosts.get(app)),
                            new Route.Serving(change + 1, List.of(there.port(app))));
                }
                result = load.stop();
            }

            report("600 changes among 1,000 routes", result);
            assertThat(result.failed()).as("%s", result).isZero();
            assertThat(result.spread("1")).hasSize(1);
            assertThat(result.releases().size()).isGreaterThan(100);
            assertThat(posts.deliveredAgain(result)).isEmpty();
        }
    }

    private Load everything() {
        return requests().downloads(4, DOWNLOAD).uploads(4, UPLOAD).webSockets(4, WEB_SOCKET);
    }

    private Load requests() {
        return requests(Load.on(proxy.port(), host.value()));
    }

    private static Load requests(Load load) {
        return load.keepAlive(4).browsers(20).posts(4).newConnections(4).slow(4);
    }

    private static Route.Serving serving(int release, Backends.Instance instance) {
        return new Route.Serving(release, List.of(instance.address()));
    }

    private static void report(String what, LoadResult result) {
        System.out.printf("SOAK %s: %s%n", what, result);
    }
}
