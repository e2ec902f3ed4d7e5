package dev.slipway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Let's Encrypt's authority for tests where the engine under test looks for one, and a name server
/// for which every name is this machine. It looks at hosts through the engine's proxy.
public final class Pebble implements AutoCloseable {
    private final Path folder;
    private final String names = freeAddress();
    private final String management = freeAddress();
    private final Process nameServer;
    private final Process authority;

    private Pebble(Path folder) throws IOException {
        this.folder = folder;
        nameServer =
                start(
                        "pebble-challtestsrv",
                        "-dns01",
                        names,
                        "-management",
                        management,
                        "-defaultIPv6",
                        "",
                        "-http01",
                        "",
                        "-https01",
                        "",
                        "-tlsalpn01",
                        "");
        authority = start("pebble", "-config", configuration().toString(), "-dnsserver", names);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> answers(address()) && answers(management));
    }

    /// Needs the package `pebble`, which `docker/test.sh` installs.
    public static Pebble start(Path folder) {
        assertThat(Shell.succeeds("which", "pebble"))
                .as("pebble: run docker/test.sh once")
                .isTrue();
        try {
            return new Pebble(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String directory(String port) {
        return "https://127.0.0.1:%s/dir".formatted(port);
    }

    /// The name leads to this address from now on.
    public void resolve(String host, String ip) throws IOException, InterruptedException {
        var entry = "{\"host\":\"%s\",\"addresses\":[\"%s\"]}".formatted(host, ip);
        var request =
                HttpRequest.newBuilder(URI.create("http://" + management + "/add-a"))
                        .POST(HttpRequest.BodyPublishers.ofString(entry))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Override
    public void close() {
        authority.destroy();
        nameServer.destroy();
    }

    private static String address() {
        return "127.0.0.1:" + Ground.announced().acmePort();
    }

    private Path configuration() throws IOException {
        var tls = EngineLab.trusted();
        return Files.writeString(
                folder.resolve("pebble.json"),
                """
                {"pebble": {"listenAddress": "%s", "managementListenAddress": "",
                 "certificate": "%s", "privateKey": "%s", "httpPort": %s, "tlsPort": 1}}
                """
                        .formatted(
                                address(), tls.pem(), tls.keyPem(), Ground.announced().httpPort()));
    }

    private Process start(String... command) throws IOException {
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(command[0] + ".log").toFile());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        // hosts that were proven are to be proven again
        builder.environment().put("PEBBLE_AUTHZREUSE", "0");
        return builder.start();
    }

    private static boolean answers(String address) {
        var port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String freeAddress() {
        return TestApp.freeAddress("127.0.0.1").toString();
    }
}
