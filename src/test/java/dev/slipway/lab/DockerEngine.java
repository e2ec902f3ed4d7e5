package dev.slipway.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Docker engine of the test's own beside the machine's, so that it can be restarted. It leaves
/// iptables alone, and must be given networks that the other one does not use.
public final class DockerEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Its default network, which the machine's engine makes: one without any would take the bridge
    /// of the machine's engine away (`removeDefaultBridgeInterface` in moby).
    private static final String BRIDGE = "slipway-lab";

    private final Path folder;
    private Process process;

    private DockerEngine(Path folder) {
        this.folder = folder;
        Shell.succeeds("docker", "network", "rm", BRIDGE);
        Shell.run(
                "docker",
                "network",
                "create",
                "--opt",
                "com.docker.network.bridge.name=" + BRIDGE,
                BRIDGE);
        this.process = launch();
    }

    /// @param folder empty; its path is short enough for sockets in it
    public static DockerEngine start(Path folder) {
        var started = new DockerEngine(folder);
        started.awaitReady();
        return started;
    }

    /// As its settings have it.
    public String host() {
        return "unix://" + folder.resolve("docker.sock");
    }

    public String docker(String... command) {
        var whole = new java.util.ArrayList<>(List.of("docker", "--host", host()));
        whole.addAll(List.of(command));
        return Shell.run(whole.toArray(String[]::new));
    }

    /// An image of the machine's engine.
    public void take(String image) {
        Shell.run("sh", "-c", "docker save %s | docker --host %s load".formatted(image, host()));
    }

    /// As `systemctl restart docker` does: all containers end with it.
    public void restart() {
        end();
        process = launch();
        awaitReady();
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("dockerd does not end: " + log());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process launch() {
        try {
            return new ProcessBuilder(
                            "dockerd",
                            "--host",
                            host(),
                            "--data-root",
                            folder.resolve("data").toString(),
                            "--exec-root",
                            folder.resolve("run").toString(),
                            "--pidfile",
                            folder.resolve("pid").toString(),
                            "--bridge",
                            BRIDGE,
                            "--iptables=false")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        await("dockerd, see " + log())
                .atMost(PATIENCE)
                .until(() -> Shell.succeeds("docker", "--host", host(), "info"));
    }

    private Path log() {
        return folder.resolve("log");
    }

    /// Containers of the machine's engine that were started meanwhile hold mounts of this one, so
    /// its containers cannot be removed as long as those run: they are ended, and their files may
    /// stay.
    @Override
    public void close() {
        docker("ps", "--quiet").lines().forEach(container -> docker("kill", container));
        docker("network", "prune", "--force");
        end();
        Shell.run("docker", "network", "rm", BRIDGE);
        unmount();
        Shell.succeeds("rm", "-rf", folder.toString());
    }

    /// What each dockerd of ours left mounted when it ended, one above the other.
    private void unmount() {
        for (var mounted = mounted(); !mounted.isEmpty(); mounted = mounted()) {
            mounted.forEach(target -> Shell.run("umount", target));
        }
    }

    private List<String> mounted() {
        return Shell.run("findmnt", "--list", "--noheadings", "--output", "TARGET")
                .lines()
                .filter(target -> Path.of(target).startsWith(folder))
                .distinct()
                .toList();
    }
}
