package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.HostName;
import dev.slipway.app.Traffic;
import dev.slipway.lab.Shell;
import dev.slipway.lab.TestApp;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.nginx.EdgeCount.ByPage;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EdgeTrafficTest extends EdgeTest {
    @Test
    void requests_count_for_their_instance_by_status_bytes_and_time() {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            proxy.route(host, serving(3, app));
            for (var status : List.of("200", "200", "302", "404", "500")) {
                client.get(host.value(), "X-Status: " + status);
            }
            client.post(host.value(), "x".repeat(5_000));

            var by = new ByInstance(3, app.address());
            await().untilAsserted(() -> assertThat(requests(by)).isEqualTo(6));
            var traffic = traffic(by);
            assertThat(traffic.statuses()).containsExactly(0L, 3L, 1L, 1L, 1L);
            assertThat(traffic.timed()).isEqualTo(6);
            assertThat(traffic.bytesIn()).isBetween(5_100L, 6_500L);
            assertThat(traffic.bytesOut()).isBetween(1_000L, 6_000L);
        }
    }

    @Test
    void a_request_that_waits_counts_its_time() throws InterruptedException {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, app));
            client.send("GET", host.value(), "", "X-Wait: 1");
            await().until(() -> app.served() == 1);
            Thread.sleep(350); // the time that is counted
            app.release();
            client.answer();

            var by = new ByInstance(1, app.address());
            await().untilAsserted(() -> assertThat(requests(by)).isEqualTo(1));
            assertThat(traffic(by).withinMs(1))
                    .hasValueSatisfying(ms -> assertThat(ms).isBetween(500, 10_000));
            assertThat(traffic(by).millis()).isBetween(340L, 10_000L);
        }
    }

    @Test
    void each_instance_and_each_release_counts_for_itself() {
        try (var blue = TestApp.on("127.0.0.2", "blue");
                var green = TestApp.on("127.0.0.3", "green");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, blue, green));
            for (var i = 0; i < 10; i++) {
                client.get(host.value());
            }
            proxy.route(host, serving(2, green));
            client.get(host.value());

            await().untilAsserted(() ->
                    assertThat(requests(new ByInstance(2, green.address()))).isEqualTo(1));
            assertThat(requests(new ByInstance(1, blue.address()))).isEqualTo(5);
            assertThat(requests(new ByInstance(1, green.address()))).isEqualTo(5);
        }
    }

    @Test
    void what_the_edge_says_itself_counts_as_its_page() {
        try (var client = proxy.connect()) {
            proxy.route(host, new Route.Stopped());
            client.get(host.value());
            proxy.route(host, new Route.Starting());
            client.get(host.value());
            proxy.route(host, serving(1, TestApp.freeAddress("127.0.0.2")));
            assertThat(client.get(host.value()).status()).isEqualTo(502);

            await().untilAsserted(() -> assertThat(requests(new ByPage("down"))).isEqualTo(1));
            assertThat(requests(new ByPage("stopped"))).isEqualTo(1);
            assertThat(requests(new ByPage("starting"))).isEqualTo(1);
            assertThat(traffic(new ByPage("down")).answered(5)).isEqualTo(1);
        }
    }

    @Test
    void a_host_that_leads_nowhere_is_not_counted() {
        try (var client = proxy.connect()) {
            assertThat(client.get("nowhere.localhost").status()).isEqualTo(404);
            assertNotCounted("nowhere.localhost");
        }
    }

    @Test
    void a_request_whose_headers_are_refused_is_counted_and_breaks_nothing() {
        try (var client = proxy.connect()) {
            proxy.route(host, new Route.Stopped());
            client.write("GET / HTTP/1.1\r\nHost: " + host + "\r\nX: " + "x".repeat(20_000));

            assertThat(client.answer().status()).isEqualTo(400);

            await().untilAsserted(() -> assertThat(requests(new ByPage("none"))).isEqualTo(1));
            assertThat(proxy.log()).doesNotContain("lua entry thread aborted", "traffic.lua:");
        }
    }

    @Test
    void a_websocket_counts_without_a_time() throws IOException {
        try (var app = new EchoApp()) {
            proxy.route(host, serving(1, app.address()));
            try (var client = proxy.connect()) {
                client.send("GET", host.value(), "", "Upgrade: websocket", "Connection: Upgrade");
                assertThat(client.answer().status()).isEqualTo(101);
            }

            var by = new ByInstance(1, app.address());
            await().untilAsserted(() -> assertThat(requests(by)).isEqualTo(1));
            assertThat(traffic(by).answered(1)).isEqualTo(1);
            assertThat(traffic(by).timed()).isZero();
            assertThat(traffic(by).withinMs(0.5)).isEmpty();
        }
    }

    @Test
    void a_reload_loses_nothing_not_even_what_ends_in_an_old_worker() {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var before = proxy.connect();
                var across = proxy.connect()) {
            proxy.route(host, serving(1, app));
            before.get(host.value());
            across.send("GET", host.value(), "", "X-Wait: 1");
            await().until(() -> app.served() == 2);
            var log = proxy.log().length();
            proxy.signal("HUP");
            await().until(() -> proxy.log().substring(log).contains("gracefully shutting down"));
            app.release();
            assertThat(across.answer().status()).isEqualTo(200);
            try (var after = proxy.connect()) {
                after.get(host.value());
            }

            var by = new ByInstance(1, app.address());
            await().untilAsserted(() -> assertThat(requests(by)).isEqualTo(3));
        }
    }

    @Test
    void a_worker_that_is_killed_takes_only_its_last_moment_with_it() throws InterruptedException {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, app));
            client.get(host.value());
            var by = new ByInstance(1, app.address());
            await().untilAsserted(() -> assertThat(requests(by)).isEqualTo(1));

            Shell.run("pkill", "-9", "-P", masterPid());
            proxy.awaitAnswer();
            try (var next = proxy.connect()) {
                next.get(host.value());
            }

            await().untilAsserted(() -> assertThat(requests(by)).isEqualTo(2));
        }
    }

    private static String masterPid() {
        return proxy.inspect("{{.State.Pid}}");
    }

    private long requests(EdgeCount.AnsweredBy by) {
        return traffic(by).requests();
    }

    private Traffic traffic(EdgeCount.AnsweredBy by) {
        return proxy.edge().traffic().stream()
                .filter(count -> count.host().equals(host) && count.by().equals(by))
                .map(EdgeCount::traffic)
                .reduce(Traffic.NONE, Traffic::plus);
    }

    private static void assertNotCounted(String name) {
        await().pollDelay(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(proxy.edge().traffic())
                                .extracting(EdgeCount::host)
                                .doesNotContain(new HostName(name)));
    }
}
