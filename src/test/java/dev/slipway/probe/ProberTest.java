package dev.slipway.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.HostName;
import dev.slipway.lab.TestApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProberTest {
    private static final byte[] GET =
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @Test
    void it_asks_fifty_times_a_second_whatever_the_answer() {
        try (var app = TestApp.on("127.0.0.2", "blue")) {
            var outcomes = probe(new InetSocketAddress("127.0.0.2", app.address().port()));

            assertThat(outcomes.keySet()).containsOnly(Probe.Outcome.ANSWERED);
            assertThat(outcomes.get(Probe.Outcome.ANSWERED)).isBetween(5, 51);
            assertThat(app.served()).isEqualTo(outcomes.get(Probe.Outcome.ANSWERED));
        }
    }

    @Test
    void without_a_proxy_all_are_lost() {
        var nobody = TestApp.freeAddress("127.0.0.2");

        var outcomes = probe(new InetSocketAddress("127.0.0.2", nobody.port()));

        assertThat(outcomes.keySet()).containsOnly(Probe.Outcome.LOST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 2\\r\\n\\r\\nhi | ANSWERED | true",
                "Transfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nhi\\r\\n0\\r\\n\\r\\n | ANSWERED | true",
                "Content-Length: 2\\r\\nConnection: close\\r\\n\\r\\nhi | ANSWERED | false",
                "Content-Length: 9999999\\r\\n\\r\\nhi | ANSWERED | false",
                "Content-Length: 20\\r\\n\\r\\nhi | BROKEN | false",
                "Transfer-Encoding: chunked\\r\\n\\r\\n20\\r\\nhi | BROKEN | false",
                "Content-Len | BROKEN | false"
            })
    void an_answer_is_read_to_its_end(String answer, Probe.Outcome outcome, boolean reusable)
            throws IOException {
        var text = OK + answer.replace("\\r\\n", "\r\n");
        try (var server = new AnsweringServer(text);
                var probe = Probe.open(server.address())) {
            assertThat(probe.ask(GET, Duration.ofSeconds(5))).isEqualTo(outcome);
            assertThat(probe.isReusable()).isEqualTo(reusable);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK, ANSWERED",
        "HTTP/1.1 404 Not Found, ANSWERED",
        "HTTP/1.1 500 Internal Server Error, REFUSED",
        "HTTP/1.0 503, REFUSED"
    })
    void an_answer_of_5xx_is_a_refusal(String status, Probe.Outcome outcome) throws IOException {
        try (var server = new AnsweringServer(status + "\r\nContent-Length: 0\r\n\r\n");
                var probe = Probe.open(server.address())) {
            assertThat(probe.ask(GET, Duration.ofSeconds(5))).isEqualTo(outcome);
        }
    }

    @Test
    void of_those_that_wait_there_are_never_more_than_a_hundred() throws IOException {
        try (var silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress())) {
            var proxy = (InetSocketAddress) silent.getLocalSocketAddress();
            var end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            var outcomes =
                    prober(proxy, Duration.ofSeconds(10)).probeUntil(() -> System.nanoTime() > end);

            assertThat(outcomes).isEqualTo(Map.of(Probe.Outcome.BROKEN, 100));
        }
    }

    @Test
    void a_connection_that_is_closed_without_a_word_is_lost() throws IOException {
        try (var server = new AnsweringServer("");
                var probe = Probe.open(server.address())) {
            assertThat(probe.ask(GET, Duration.ofSeconds(5))).isEqualTo(Probe.Outcome.LOST);
        }
    }

    @Test
    void who_does_not_answer_in_time_is_not_waited_for() throws IOException {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var probe = Probe.open((InetSocketAddress) server.getLocalSocketAddress())) {
            assertThat(probe.ask(GET, Duration.ofMillis(100))).isEqualTo(Probe.Outcome.BROKEN);
        }
    }

    private static Map<Probe.Outcome, Integer> probe(InetSocketAddress proxy) {
        var end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        return prober(proxy, Duration.ofSeconds(10)).probeUntil(() -> System.nanoTime() > end);
    }

    private static Prober prober(InetSocketAddress proxy, Duration patience) {
        return new Prober(proxy, new HostName("shop.localhost"), "/up", "test", patience);
    }

    /// Says what it is told to whatever it is asked, then closes.
    private static final class AnsweringServer implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        AnsweringServer(String answer) throws IOException {
            Thread.ofVirtual().start(() -> serve(answer));
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private void serve(String answer) {
            try (Socket connection = server.accept()) {
                connection.getInputStream().read(new byte[4096]);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // the test is over
            }
        }
    }
}
