package dev.slipway.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.HostName;
import dev.slipway.nginx.Blueprint;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.nginx.NginxEdge;
import dev.slipway.nginx.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// The proxy as users run it, on a free port of this machine, with a state directory of its own.
public final class ProxyContainer implements AutoCloseable {
    public static final String IMAGE = "slipway/proxy:local";

    private final Path state;
    private final int port;
    private final int grpcPort;
    private final EdgeFiles files;
    private final Blueprint blueprint;
    private final NginxEdge edge;
    private final String container;
    private final TreeMap<HostName, Route> table = new TreeMap<>();

    private ProxyContainer(Path state, int port, int grpcPort, Map<String, String> others) {
        this.state = state;
        this.port = port;
        this.grpcPort = grpcPort;
        var settings = new HashMap<>(others);
        settings.put("slipway.http-port", String.valueOf(port));
        settings.put("slipway.grpc-port", String.valueOf(grpcPort));
        var config = Settings.in(state, settings);
        files = new EdgeFiles(config);
        files.prepare();
        blueprint = new Blueprint(config, files);
        var bare = blueprint.generation(new TreeMap<>());
        files.write(bare);
        files.flip(bare.name());
        edge = new NginxEdge(files);
        container = run();
    }

    /// Needs the proxy's image, which `docker/up.sh` and `docker/test.sh` make.
    public static ProxyContainer start() {
        return start(Map.of());
    }

    /// @param settings of the engine, besides the ports
    public static ProxyContainer start(Map<String, String> settings) {
        assertThat(Shell.succeeds("docker", "image", "inspect", IMAGE))
                .as("image %s: run docker/test.sh once", IMAGE)
                .isTrue();
        try {
            var proxy =
                    new ProxyContainer(
                            Files.createTempDirectory("slipway"), freePort(), freePort(), settings);
            proxy.awaitAnswer();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /// Where HTTP/2 without TLS is spoken.
    public int grpcPort() {
        return grpcPort;
    }

    public NginxEdge edge() {
        return edge;
    }

    public EdgeFiles files() {
        return files;
    }

    /// As the engine routes: first the table, then the proxy.
    public synchronized void route(HostName host, Route route) {
        table.put(host, route);
        files.writeTable(table);
        edge.put(host, route);
    }

    /// Many routes at once.
    public synchronized void route(Map<HostName, Route> routes) {
        table.putAll(routes);
        files.writeTable(table);
        routes.forEach(edge::put);
    }

    public HttpConnection connect() {
        return HttpConnection.open(port);
    }

    public String container() {
        return container;
    }

    public void docker(String command) {
        Shell.run("docker", command, container);
    }

    public String log() {
        return Shell.run("docker", "logs", container);
    }

    public void signal(String name) {
        Shell.run("docker", "kill", "-s", name, container);
    }

    public String inspect(String format) {
        return Shell.run("docker", "inspect", "-f", format, container);
    }

    public void awaitAnswer() {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(15))
                .until(edge::isAnswering);
    }

    @Override
    public void close() {
        Shell.run("docker", "rm", "-f", container);
        Shell.run("rm", "-r", state.toString());
    }

    private String run() {
        var directory = files.directory().toString();
        return Shell.run(
                "docker",
                "run",
                "-d",
                "--network",
                "host",
                "-v",
                directory + ":" + directory,
                IMAGE,
                "nginx",
                "-c",
                files.configuration().toString(),
                "-g",
                "daemon off;");
    }
}
