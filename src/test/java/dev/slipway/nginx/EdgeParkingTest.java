package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.HostName;
import dev.slipway.lab.HttpConnection;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.TestApp;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The limits of waiting, set low.
@QuarkusTest
class EdgeParkingTest {
    private static final Duration A_MOMENT = Duration.ofMillis(500);
    private static ProxyContainer proxy;

    @BeforeAll
    static void start_a_proxy_of_little_patience() {
        proxy =
                ProxyContainer.start(
                        Map.of(
                                "slipway.edge.parking.time", "5s",
                                "slipway.edge.parking.requests", "3",
                                "slipway.edge.parking.requests-of-host", "2",
                                "slipway.edge.parking.bytes", "10000"));
    }

    @AfterAll
    static void stop_it() {
        proxy.close();
    }

    @Test
    void a_request_that_has_waited_long_enough_is_told_to_come_back() {
        var host = held("late.localhost");
        try (var client = proxy.connect()) {
            client.send("GET", host, "");
            assertThat(client.isAnsweredWithin(A_MOMENT)).isFalse();

            assertRefused(client, "longer than a request can wait");
        }
    }

    @Test
    void no_more_wait_than_a_host_may_have_and_all_hosts_together() {
        var one = held("one.localhost");
        var two = held("two.localhost");
        try (var first = proxy.connect();
                var second = proxy.connect();
                var third = proxy.connect();
                var other = proxy.connect();
                var last = proxy.connect()) {
            List.of(first, second).forEach(client -> client.send("GET", one, ""));
            assertThat(first.isAnsweredWithin(A_MOMENT)).isFalse();
            assertThat(second.isAnsweredWithin(Duration.ofMillis(1))).isFalse();

            third.send("GET", one, "");
            assertRefused(third, "Too many requests");
            other.send("GET", two, "");
            assertThat(other.isAnsweredWithin(A_MOMENT)).isFalse();
            last.send("GET", two, "");
            assertRefused(last, "Too many requests");
        }
    }

    @Test
    void bodies_wait_only_as_far_as_there_is_room_for_them() {
        var host = new HostName("heavy.localhost");
        var address = TestApp.freeAddress("127.0.0.2");
        proxy.route(host, new Route.Serving(1, List.of(address)));
        try (var small = proxy.connect();
                var big = proxy.connect()) {
            big.send("POST", host.value(), "x".repeat(20_000));
            small.send("POST", host.value(), "x".repeat(2_000));

            assertRefused(big, "Too many requests");
            try (var _ = TestApp.at(address, "back")) {
                assertThat(small.answer().body()).startsWith("back\nbody=2000\n");
            }
        }
    }

    @Test
    void a_page_is_json_for_those_who_ask_for_it() {
        var host = new HostName("repaired.localhost");
        proxy.route(host, new Route.Maintained());
        try (var client = proxy.connect()) {
            var page = client.get(host.value());
            var problem = client.get(host.value(), "Accept: application/json");

            assertThat(page.status()).isEqualTo(503);
            assertThat(page.header("content-type")).startsWith("text/html");
            assertThat(page.header("retry-after")).isEqualTo("60");
            assertThat(problem.header("content-type")).isEqualTo("application/problem+json");
            assertThat(problem.body()).contains("\"title\":\"Down for maintenance\"");
        }
    }

    private static String held(String host) {
        proxy.route(new HostName(host), new Route.Held());
        return host;
    }

    private static void assertRefused(HttpConnection client, String why) {
        var answer = client.answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isNotEmpty();
        assertThat(answer.body()).contains(why);
    }
}
