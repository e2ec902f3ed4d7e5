package dev.slipway.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.slipway.pipeline.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A Docker engine that takes a call, and does not answer it before it is told to.
class BoundedHttpClientTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch hungUp = new CountDownLatch(1);
    @TempDir Path directory;
    private ServerSocketChannel docker;

    @BeforeEach
    void listen() throws IOException {
        docker = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        docker.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        answers.countDown();
        docker.close();
    }

    @Test
    void a_call_that_is_not_answered_is_given_up_and_its_connection_closed() throws Exception {
        try (var http = within(SHORT)) {
            assertThatThrownBy(() -> http.execute(inspection().build()))
                    .isInstanceOf(DockerTrouble.class)
                    .hasMessageStartingWith("Docker has not answered GET /containers/stuck/json");
        }
        assertThat(hungUp.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_call_that_is_answered_in_time_has_its_answer() throws IOException {
        answers.countDown();
        try (var http = within(LONG);
                var response = http.execute(inspection().build())) {
            assertThat(response.getStatusCode()).isEqualTo(200);
            assertThat(response.getBody()).hasContent("well");
        }
    }

    @Test
    void an_upload_may_take_as_long_as_it_does() throws Exception {
        Thread.ofVirtual()
                .start(() -> {
                    Pause.of(SHORT.multipliedBy(3));
                    answers.countDown();
                });
        try (var http = within(SHORT);
                var response =
                        http.execute(inspection().body(InputStream.nullInputStream()).build())) {
            assertThat(response.getStatusCode()).isEqualTo(200);
        }
    }

    @Test
    void who_is_interrupted_does_not_wait_on() throws Exception {
        try (var http = within(LONG)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> http.execute(inspection().build()))
                    .isInstanceOf(DockerTrouble.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private BoundedHttpClient within(Duration patience) {
        return new BoundedHttpClient(
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(URI.create("unix://" + directory.resolve("docker.sock")))
                        .build(),
                patience);
    }

    private static DockerHttpClient.Request.Builder inspection() {
        return DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/containers/stuck/json");
    }

    private void serve() {
        try (var client = docker.accept()) {
            var said = Channels.newInputStream(client);
            said.read(new byte[8192]);
            Thread.ofVirtual().start(() -> awaitEnd(said));
            answers.await();
            client.write(
                    ByteBuffer.wrap(
                            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwell"
                                    .getBytes(US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd(InputStream said) {
        try {
            while (said.read() >= 0) {
                // the rest of the request
            }
        } catch (IOException e) {
            // it is the end, too
        }
        hungUp.countDown();
    }
}
