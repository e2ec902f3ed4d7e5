package dev.slipway.lab.load;

import static org.awaitility.Awaitility.await;

import dev.slipway.app.Address;
import dev.slipway.lab.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/// Instances of the [Backend] in containers, on a network of their own, where each keeps its
/// address when it starts again.
public final class Backends implements AutoCloseable {
    private static final int PORT = 8080;
    private static final int CONNECT_MS = 50;
    private static final Duration START = Duration.ofSeconds(20);

    /// @param address that of its first port
    public record Instance(String container, Address address) {
        /// Another of its ports, counted from the first.
        public Address port(int index) {
            return new Address(address.ip(), address.port() + index);
        }
    }

    private final String app;
    private final String name = "load-" + UUID.randomUUID().toString().substring(0, 8);
    private final String net = "10.231.%d.".formatted(ThreadLocalRandom.current().nextInt(256));
    private int instances;

    private Backends(String app) {
        this.app = app;
    }

    /// Of one app, none running yet.
    public static Backends of(String app) {
        var backends = new Backends(app);
        backends.prepare();
        return backends;
    }

    /// What all the containers have: [PostLog#of].
    public String label() {
        return "slipway.load=" + name;
    }

    /// Returns when it accepts connections.
    public Instance start() {
        return start(1);
    }

    /// One that plays so many apps, each on a port of its own: `app0`, `app1` and so on.
    public Instance start(int ports) {
        var ip = net + (10 + instances++);
        var container =
                Shell.run(
                        "docker",
                        "run",
                        "--detach",
                        "--label",
                        label(),
                        "--network",
                        name,
                        "--ip",
                        ip,
                        name,
                        "-a",
                        app,
                        "-b",
                        "0.0.0.0",
                        "-p",
                        PORT + "-" + (PORT + ports - 1),
                        "-l",
                        "/dev/stdout",
                        "-s");
        var instance = new Instance(container, new Address(ip, PORT));
        awaitConnection(instance);
        return instance;
    }

    /// What it has not finished is cut. Returns when another process accepts connections in its
    /// place: within milliseconds, as its container stays.
    public void replace(Instance instance) {
        processes(instance).forEach(ProcessHandle::destroyForcibly);
        awaitConnection(instance);
    }

    /// The same with its container. Docker takes a good second for that when it is busy.
    public void restart(Instance instance) {
        Shell.run("docker", "restart", "--time", "0", instance.container());
        awaitConnection(instance);
    }

    /// The container's first process keeps one that serves.
    private static Stream<ProcessHandle> processes(Instance instance) {
        var first = Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", instance.container());
        return ProcessHandle.of(Long.parseLong(first)).orElseThrow().children();
    }

    private void prepare() {
        try {
            var folder = Files.createTempDirectory(name);
            Backend.in(folder);
            Shell.run("docker", "network", "create", "--subnet", net + "0/24", name);
            Shell.run(
                    "bash",
                    "-c",
                    "tar -C %s -c backend | docker import -c 'ENTRYPOINT [\"/backend\"]' - %s"
                            .formatted(folder, name));
            Shell.run("rm", "-r", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A SYN that is sent before the container's interface is up is lost, so it is given up early.
    private static void awaitConnection(Instance instance) {
        await().atMost(START)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> accepts(instance.address()));
    }

    private static boolean accepts(Address address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.ip(), address.port()), CONNECT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        Shell.run("docker", "ps", "--all", "--quiet", "--filter", "label=" + label())
                .lines()
                .forEach(id -> Shell.run("docker", "rm", "--force", id));
        Shell.run("docker", "network", "rm", name);
        Shell.run("docker", "image", "rm", name);
    }
}
