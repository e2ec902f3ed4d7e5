package dev.slipway.nginx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.Address;
import dev.slipway.lab.HttpConnection;
import dev.slipway.lab.TestApp;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EdgeHoldTest extends EdgeTest {
    private static final int PARKED_PER_HOST = 512;

    @Test
    void a_held_request_waits_for_its_route() throws InterruptedException {
        try (var app = TestApp.on("127.0.0.2", "green");
                var client = proxy.connect()) {
            proxy.route(host, new Route.Held());
            client.send("POST", host.value(), "order=1");
            Thread.sleep(300); // long enough to be parked
            proxy.route(host, serving(2, app));

            var answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).startsWith("green\nbody=7\n");
            assertThat(answer.header("x-slipway-release")).isEqualTo("2");
        }
    }

    @Test
    void requests_above_the_limit_are_told_to_come_back_and_places_are_given_back() {
        proxy.route(host, new Route.Held());
        var parked = connections(PARKED_PER_HOST);
        parked.forEach(client -> client.send("GET", host.value(), ""));

        await().untilAsserted(
                        () -> assertThat(statusWithin(Duration.ofMillis(500))).isEqualTo(503));

        parked.forEach(HttpConnection::close);
        await().untilAsserted(() -> assertThat(statusWithin(Duration.ofMillis(500))).isZero());
    }

    @Test
    void an_instance_that_refuses_is_skipped() {
        try (var app = TestApp.on("127.0.0.2", "blue");
                var client = proxy.connect()) {
            var refusing = TestApp.freeAddress("127.0.0.3");
            proxy.route(host, serving(1, refusing, app.address()));

            for (var i = 0; i < 20; i++) {
                assertThat(client.post(host.value(), "x").body()).startsWith("blue");
            }
            assertThat(app.served()).isEqualTo(20);
            assertNothingInFlightOn(refusing);
            assertNothingInFlightOn(app.address());
        }
    }

    @Test
    void a_request_waits_for_its_only_instance_to_come_back() throws InterruptedException {
        var address = TestApp.freeAddress("127.0.0.2");
        proxy.route(host, serving(1, address));
        try (var get = proxy.connect();
                var post = proxy.connect()) {
            get.send("GET", host.value(), "");
            post.send("POST", host.value(), "order=1");
            Thread.sleep(500); // both are refused and parked
            try (var app = TestApp.at(address, "back")) {
                assertThat(get.answer().body()).startsWith("back");
                assertThat(post.answer().body()).startsWith("back\nbody=7\n");
                assertThat(app.served()).isEqualTo(2);
                assertNothingInFlightOn(address);
            }
        }
    }

    /// Longer than for one that refuses: it hangs, and the healer first makes sure of that.
    @Test
    void a_request_waits_for_an_instance_that_lets_connections_hang() throws Exception {
        try (var app = new HangingApp();
                var get = proxy.connect();
                var post = proxy.connect()) {
            proxy.route(host, serving(1, app.address()));
            get.send("GET", host.value(), "");
            post.send("POST", host.value(), "order=1");

            assertThat(get.isAnsweredWithin(Duration.ofSeconds(7))).isFalse();
            assertThat(post.isAnsweredWithin(Duration.ofMillis(1))).isFalse();
            app.goOn();

            assertThat(get.answer().body()).isEqualTo("awake");
            assertThat(post.answer().body()).isEqualTo("awake");
        }
    }

    /// How long it was held already does not count: its instance was started only now.
    @Test
    void a_request_that_was_held_for_long_waits_for_its_instance_to_listen() throws Exception {
        var address = TestApp.freeAddress("127.0.0.2");
        try (var client = proxy.connect()) {
            proxy.route(host, new Route.Held());
            client.send("POST", host.value(), "order=1");
            Thread.sleep(5_500);
            proxy.route(host, serving(1, address));
            Thread.sleep(500); // it is refused and parked
            try (var app = TestApp.at(address, "late")) {
                assertThat(client.answer().body()).startsWith("late");
                assertThat(app.served()).isEqualTo(1);
            }
        }
    }

    @Test
    void a_request_that_nobody_takes_gets_a_page_in_seconds() {
        var address = TestApp.freeAddress("127.0.0.2");
        proxy.route(host, serving(1, address));
        try (var client = proxy.connect()) {
            var begin = System.nanoTime();

            var answer = client.get(host.value(), "Accept: application/json");

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("retry-after")).isEqualTo("5");
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.headers()).doesNotContainKey("x-slipway-release");
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(20));
            assertNothingInFlightOn(address);
        }
    }

    @Test
    void a_refused_request_goes_where_the_route_leads_by_then() throws InterruptedException {
        try (var app = TestApp.on("127.0.0.2", "green");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, TestApp.freeAddress("127.0.0.3")));
            client.send("POST", host.value(), "order=1");
            Thread.sleep(300); // refused and parked
            proxy.route(host, new Route.Held());
            Thread.sleep(300);
            proxy.route(host, serving(2, app));

            assertThat(client.answer().header("x-slipway-release")).isEqualTo("2");
        }
    }

    @Test
    void a_post_that_was_cut_is_not_sent_again() throws IOException {
        try (var app = new CuttingApp();
                var client = proxy.connect()) {
            proxy.route(host, serving(1, app.address()));

            var answer = client.post(host.value(), "order=1");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isEqualTo("1");
            assertThat(answer.body()).contains("broke off");
            assertThat(app.seen()).hasSize(1);
            assertNothingInFlightOn(app.address());
        }
    }

    @Test
    void a_get_that_was_cut_is_sent_again_once() throws IOException {
        try (var app = new CuttingApp();
                var client = proxy.connect()) {
            proxy.route(host, serving(1, app.address()));

            var answer = client.get(host.value());

            assertThat(answer.status()).isEqualTo(502);
            assertThat(app.seen()).hasSize(2);
            assertNothingInFlightOn(app.address());
        }
    }

    private List<HttpConnection> connections(int count) {
        return IntStream.range(0, count).mapToObj(_ -> proxy.connect()).toList();
    }

    /// 0 when the request is parked.
    private int statusWithin(Duration patience) {
        try (var client = proxy.connect()) {
            client.send("GET", host.value(), "");
            return client.isAnsweredWithin(patience) ? client.answer().status() : 0;
        }
    }

    /// Reads a request and closes the connection without an answer.
    private static final class CuttingApp implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> seen = new ArrayList<>();

        CuttingApp() throws IOException {
            Thread.ofVirtual().start(this::serve);
        }

        Address address() {
            return new Address("127.0.0.1", server.getLocalPort());
        }

        synchronized List<String> seen() {
            return List.copyOf(seen);
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private void serve() {
            while (true) {
                try (var connection = server.accept()) {
                    // a probe closes without a word
                    if (connection.getInputStream().read(new byte[4096]) > 0) {
                        synchronized (this) {
                            seen.add("request");
                        }
                    }
                } catch (IOException e) {
                    return;
                }
            }
        }
    }

    /// Has as many connections waiting as it may, and accepts none before it goes on.
    private static final class HangingApp implements AutoCloseable {
        private static final String AWAKE =
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nawake";

        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> waiting = new ArrayList<>();

        HangingApp() throws IOException {
            try {
                while (true) {
                    var socket = new Socket();
                    waiting.add(socket);
                    socket.connect(server.getLocalSocketAddress(), 200);
                }
            } catch (SocketTimeoutException e) {
                // there is no room left
            }
        }

        Address address() {
            return new Address("127.0.0.1", server.getLocalPort());
        }

        void goOn() throws IOException {
            closeAll();
            Thread.ofVirtual().start(this::serve);
        }

        @Override
        public void close() throws IOException {
            closeAll();
            server.close();
        }

        private void closeAll() throws IOException {
            for (var socket : waiting) {
                socket.close();
            }
        }

        private void serve() {
            while (true) {
                try (var connection = server.accept()) {
                    if (connection.getInputStream().read(new byte[4096]) > 0) {
                        connection.getOutputStream().write(AWAKE.getBytes(US_ASCII));
                    }
                } catch (IOException e) {
                    return;
                }
            }
        }
    }
}
