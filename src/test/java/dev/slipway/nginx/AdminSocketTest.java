package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir Path directory;

    @Test
    void a_proxy_that_is_not_there_is_trouble() {
        assertThatThrownBy(() -> socket().ask("GET", "/status", "", SHORT))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_proxy_that_hangs_costs_the_time_given() throws IOException {
        try (var hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hung.bind(UnixDomainSocketAddress.of(socket().path()), 2);
            // the third finds the queue full
            for (var i = 0; i < 5; i++) {
                var begin = System.nanoTime();
                assertThatThrownBy(() -> socket().ask("GET", "/status", "", SHORT))
                        .isInstanceOf(IOException.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    private AdminSocket socket() {
        return new AdminSocket(directory.resolve("admin.sock"));
    }
}
