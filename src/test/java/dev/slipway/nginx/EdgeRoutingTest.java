package dev.slipway.nginx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.lab.HttpConnection;
import dev.slipway.lab.TestApp;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EdgeRoutingTest extends EdgeTest {
    @Test
    void a_request_reaches_its_app_and_the_answer_names_the_release() {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            proxy.route(host, serving(7, app));

            var answer = client.get(host.value());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).startsWith("blue");
            assertThat(answer.header("x-slipway-release")).isEqualTo("7");
            assertThat(proxy.edge().routes()).containsEntry(host, "7 " + app.address());
        }
    }

    @Test
    void what_a_client_claims_about_itself_is_overwritten() {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, app));

            var body =
                    client.get(
                                    host + ":8443",
                                    "X-Forwarded-For: 6.6.6.6",
                                    "X-Real-IP: 6.6.6.6",
                                    "X-Forwarded-Proto: https",
                                    "X-Forwarded-Host: bank.example",
                                    "Forwarded: for=6.6.6.6",
                                    "Proxy: http://6.6.6.6")
                            .body();

            assertThat(body)
                    .contains("X-forwarded-for=127.0.0.1\n")
                    .contains("X-real-ip=127.0.0.1\n")
                    .contains("X-forwarded-proto=http\n")
                    .contains("X-forwarded-host=" + host + ":8443\n")
                    .contains("Host=" + host + ":8443\n")
                    .doesNotContain("6.6.6.6", "bank.example");
        }
    }

    @Test
    void an_unknown_host_gets_a_page_and_the_connection_stays_in_step() {
        try (var client = proxy.connect()) {
            var page = client.post("nobody.localhost", "GET /smuggled HTTP/1.1\r\n\r\n");

            assertThat(page.status()).isEqualTo(404);
            assertThat(page.header("content-type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.header("cache-control")).isEqualTo("no-store");
            assertThat(page.headers()).doesNotContainKey("x-slipway-release");
            assertThat(page.body()).contains("No such app");
            assertThat(client.get("nobody.localhost").status()).isEqualTo(404);
        }
    }

    @Test
    void an_unknown_host_gets_a_problem_when_it_asks_for_json() {
        try (var client = proxy.connect()) {
            var problem = client.get("nobody.localhost", "Accept: application/json");

            assertThat(problem.status()).isEqualTo(404);
            assertThat(problem.header("content-type")).isEqualTo("application/problem+json");
            assertThat(problem.body()).contains("\"status\":404");
        }
    }

    @Test
    void a_starting_and_a_stopped_app_say_so() {
        try (var client = proxy.connect()) {
            proxy.route(host, new Route.Starting());
            var starting = client.get(host.value());
            proxy.route(host, new Route.Stopped());
            var stopped = client.get(host.value());

            assertThat(starting.status()).isEqualTo(503);
            assertThat(starting.header("retry-after")).isEqualTo("2");
            assertThat(stopped.status()).isEqualTo(503);
            assertThat(stopped.headers()).doesNotContainKey("retry-after");
        }
    }

    @Test
    void an_apps_own_error_passes_as_it_is() {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            proxy.route(host, serving(3, app));

            var answer = client.get(host.value(), "X-Status: 502");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.body()).startsWith("blue");
            assertThat(answer.header("x-slipway-release")).isEqualTo("3");
            assertThat(app.served()).isEqualTo(1);
        }
    }

    @Test
    void a_removed_host_is_unknown() {
        try (var client = proxy.connect()) {
            proxy.route(host, new Route.Stopped());
            proxy.edge().remove(host);

            assertThat(client.get(host.value()).status()).isEqualTo(404);
        }
    }

    @Test
    void the_instance_with_the_least_in_flight_is_next() {
        try (var busy = TestApp.on("127.0.0.2", "busy");
                var idle = TestApp.on("127.0.0.3", "idle");
                var waiting = proxy.connect();
                var client = proxy.connect()) {
            proxy.route(host, serving(1, busy));
            waiting.send("GET", host.value(), "", "X-Wait: 1");
            await().until(() -> proxy.edge().inFlight(busy.address()) == 1);
            proxy.route(host, serving(1, busy, idle));

            for (var i = 0; i < 10; i++) {
                assertThat(client.get(host.value()).body()).startsWith("idle");
            }
            busy.release();
            assertThat(waiting.answer().body()).startsWith("busy");
        }
    }

    @Test
    void equal_instances_take_turns() {
        try (var one = TestApp.on("127.0.0.2", "one");
                var two = TestApp.on("127.0.0.3", "two");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, one, two));

            for (var i = 0; i < 10; i++) {
                client.get(host.value());
            }

            assertThat(one.served()).isEqualTo(5);
            assertThat(two.served()).isEqualTo(5);
        }
    }

    @Test
    void requests_whose_client_went_away_are_not_counted_for_ever() {
        try (var app = TestApp.on("127.0.0.2", "blue")) {
            proxy.route(host, serving(1, app));
            for (var i = 0; i < 20; i++) {
                try (var client = proxy.connect()) {
                    client.send("GET", host.value(), "", "X-Wait: 1");
                    var expected = i + 1;
                    await().until(() -> app.served() == expected);
                }
            }

            assertNothingInFlightOn(app.address());
            app.release();
        }
    }

    @Test
    void a_host_that_would_be_configuration_is_refused() {
        assertThat(tell("PUT", "/routes/a;b%0a", "@stopped")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/UPPER", "@stopped")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/-a.localhost", "@stopped")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/a..b", "@stopped")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + "a".repeat(64), "@stopped")).isEqualTo(400);
        assertThat(proxy.edge().routes().keySet()).doesNotContain(new HostName("upper"));
    }

    @Test
    void a_route_that_is_none_is_refused() {
        assertThat(tell("PUT", "/routes/" + host, "")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "@anything")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "0 10.0.0.1:80")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "1 10.0.0.256:80")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "1 10.0.0.1:65536")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "1 10.0.0.1:80,")).isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "1 10.0.0.1:80\nb.localhost @hold"))
                .isEqualTo(400);
        assertThat(tell("PUT", "/routes/" + host, "1 unix:/run/docker.sock")).isEqualTo(400);
        assertThat(tell("POST", "/routes/" + host, "@stopped")).isEqualTo(405);
        assertThat(proxy.edge().routes()).doesNotContainKey(host);
    }

    @Test
    void the_admin_paths_are_no_business_of_clients() {
        try (var client = proxy.connect()) {
            client.write(
                    "PUT /routes/"
                            + host
                            + " HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n@stopped");

            assertThat(client.answer().status()).isEqualTo(404);
            assertThat(proxy.edge().routes()).doesNotContainKey(host);
        }
    }

    @Test
    void server_sent_events_arrive_one_by_one() throws IOException {
        try (var app = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = proxy.connect()) {
            proxy.route(host, serving(1, new Address("127.0.0.1", app.getLocalPort())));
            client.send("GET", host.value(), "", "Accept: text/event-stream");
            try (var stream = app.accept()) {
                var head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
                stream.getOutputStream().write((head + "data: 1\n\n").getBytes(US_ASCII));

                client.answer();
                assertThat(chunk(client)).isEqualTo("data: 1\n\n");
            }
        }
    }

    private static String chunk(HttpConnection client) {
        assertThat(client.read(3)).isEqualTo("9\r\n");
        return client.read(9);
    }

    private static int tell(String method, String target, String body) {
        try {
            return new AdminSocket(proxy.files().socket())
                    .ask(method, target, body, Duration.ofSeconds(2))
                    .status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
