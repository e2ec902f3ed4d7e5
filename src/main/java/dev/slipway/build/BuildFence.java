package dev.slipway.build;

import dev.slipway.config.EngineConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Keeps builds from starving apps. BuildKit inside Docker ignores what a build request says of CPU
/// and memory (moby/moby#45796), so the limits are written to the kernel's control groups that it
/// runs its commands in: `docker/buildkit`, or, where Docker leaves groups to systemd, one
/// `system.slice:docker:<id>` per command (`newCgroupParent` in moby's `daemon_unix.go`). They hold
/// for all builds of this Docker together, others' too.
@Singleton
class BuildFence {
    private static final String GROUP = "docker/buildkit";
    private static final String SYSTEMD_PREFIX = "system.slice:docker:";

    private static final int PAGE_KIB = 4;

    private final Path root;
    private final int cpuShares;
    private final long memoryBytes;
    private boolean complained;

    BuildFence(EngineConfig config) {
        this.root = config.cgroup();
        this.cpuShares = config.build().cpuShares();
        this.memoryBytes = memoryBytes(config);
    }

    private static long memoryBytes(EngineConfig config) {
        return config.build().memoryMb() > 0
                ? config.build().memoryMb() * 1024L * 1024L
                : halfOfTheMachine(config.proc().resolve("meminfo"));
    }

    /// @param meminfo as in proc(5): the first line is `MemTotal:` in KiB
    private static long halfOfTheMachine(Path meminfo) {
        try {
            var total = Files.readAllLines(meminfo).getFirst().replaceAll("[^0-9]", "");
            return Long.parseLong(total) / 2 / PAGE_KIB * PAGE_KIB * 1024L;
        } catch (IOException e) {
            throw new BuildTrouble("The machine's memory cannot be told (%s)".formatted(e), e);
        }
    }

    /// Brings the limits into effect, as far as the kernel's files may be written; what is in the
    /// way is logged once.
    synchronized void raise() {
        try {
            if (Files.exists(root.resolve("cgroup.controllers"))) {
                raiseUnified();
            } else {
                raiseDivided();
            }
        } catch (IOException e) {
            if (!complained) {
                Log.warnf("builds are not fenced: %s", e);
                complained = true;
            }
        }
    }

    /// cgroup v1: a tree per controller.
    private void raiseDivided() throws IOException {
        limit(group("cpu").resolve("cpu.shares"), cpuShares);
        limit(group("memory").resolve("memory.limit_in_bytes"), memoryBytes);
    }

    private Path group(String controller) throws IOException {
        return Files.createDirectories(root.resolve(controller).resolve(GROUP));
    }

    private void raiseUnified() throws IOException {
        for (var group : unifiedGroups()) {
            limit(group.resolve("cpu.weight"), weight(cpuShares));
            limit(group.resolve("memory.max"), memoryBytes);
        }
    }

    private List<Path> unifiedGroups() throws IOException {
        try (var all = Files.list(root)) {
            var ofSystemd =
                    all.filter(path -> path.getFileName().toString().startsWith(SYSTEMD_PREFIX));
            return Stream.concat(Stream.of(root.resolve(GROUP)), ofSystemd)
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /// Shares of cgroup v1 as a weight of v2: 2 to 262144 become 1 to 10000
    /// (github.com/opencontainers/runc, ConvertCPUSharesToCgroupV2Value).
    static long weight(int shares) {
        return 1 + (shares - 2) * 9999L / 262_142;
    }

    private static void limit(Path file, long value) throws IOException {
        var wanted = Long.toString(value);
        if (!Files.readString(file).strip().equals(wanted)) {
            Files.writeString(file, wanted);
        }
    }
}
