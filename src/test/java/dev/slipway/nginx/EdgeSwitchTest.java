package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.TestApp;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EdgeSwitchTest extends EdgeTest {
    @Test
    void no_request_fails_while_an_app_switches_under_load() throws Exception {
        try (var blue = TestApp.on("127.0.0.2", "blue");
                var green = TestApp.on("127.0.0.3", "green")) {
            proxy.route(host, serving(1, blue));
            var answers = new ConcurrentHashMap<String, Integer>();
            var over = new AtomicBoolean();
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                var running =
                        IntStream.range(0, 8)
                                .mapToObj(i -> clients.submit(load(i % 2 == 0, over, answers)))
                                .toList();
                try {
                    for (var release = 2; release <= 20; release++) {
                        Thread.sleep(25);
                        proxy.route(host, serving(release, release % 2 == 0 ? green : blue));
                    }
                } finally {
                    over.set(true);
                }
                for (var client : running) {
                    client.get();
                }
            }

            assertThat(answers.keySet()).allMatch(answer -> answer.startsWith("200 "));
            assertThat(answers).hasSizeGreaterThan(15);
            assertNothingInFlightOn(blue.address());
            assertNothingInFlightOn(green.address());
        }
    }

    @Test
    void after_the_put_has_returned_no_new_request_reaches_the_old_release() {
        try (var blue = TestApp.on("127.0.0.2", "blue");
                var green = TestApp.on("127.0.0.3", "green");
                var client = proxy.connect()) {
            for (var i = 0; i < 50; i++) {
                proxy.route(host, serving(1, blue));
                assertThat(client.get(host.value()).header("x-slipway-release")).isEqualTo("1");
                proxy.route(host, serving(2, green));
                assertThat(client.get(host.value()).header("x-slipway-release")).isEqualTo("2");
            }
        }
    }

    @Test
    void an_upload_across_a_switch_goes_to_the_new_release() {
        try (var blue = TestApp.on("127.0.0.2", "blue");
                var green = TestApp.on("127.0.0.3", "green");
                var client = proxy.connect()) {
            proxy.route(host, serving(1, blue));
            client.write("POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 8\r\n\r\nhalf");
            proxy.route(host, serving(2, green));
            client.write("half");

            assertThat(client.answer().body()).startsWith("green\nbody=8\n");
            assertThat(blue.served()).isZero();
        }
    }

    @Test
    void a_websocket_stays_on_its_release_through_a_switch() throws IOException {
        try (var blue = new EchoApp();
                var green = TestApp.on("127.0.0.3", "green")) {
            proxy.route(host, serving(1, blue.address()));
            try (var socket = proxy.connect();
                    var client = proxy.connect()) {
                socket.send("GET", host.value(), "", "Upgrade: websocket", "Connection: Upgrade");
                assertThat(socket.answer().status()).isEqualTo(101);
                proxy.route(host, serving(2, green));

                assertThat(client.get(host.value()).body()).startsWith("green");
                socket.write("still there");
                assertThat(socket.read(11)).isEqualTo("still there");
                assertThat(proxy.edge().inFlight(blue.address())).isEqualTo(1);
            }
            assertNothingInFlightOn(blue.address());
        }
    }

    private Callable<Integer> load(
            boolean posts, AtomicBoolean over, Map<String, Integer> answers) {
        return () -> {
            try (var client = proxy.connect()) {
                while (!over.get()) {
                    var answer = posts ? client.post(host.value(), "x") : client.get(host.value());
                    var release = answer.header("x-slipway-release");
                    answers.merge(answer.status() + " " + release, 1, Integer::sum);
                    Thread.sleep(2);
                }
                return answers.size();
            }
        };
    }
}
