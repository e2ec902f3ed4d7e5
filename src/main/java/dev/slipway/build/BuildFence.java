package dev.slipway.build;

import dev.slipway.config.EngineConfig;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.HostControlGroups;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    private final HostControlGroups host;
    private final Path root;
    private final int cpuShares;
    private final long memoryBytes;
    private boolean complained;

    BuildFence(HostControlGroups host, EngineConfig config) {
        this.host = host;
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

    /// Brings the limits into effect where they are not. What is in the way is logged once.
    synchronized void raise() {
        try {
            var wanted = missing();
            if (!wanted.isEmpty()) {
                write(wanted);
            }
        } catch (IOException | DockerTrouble e) {
            if (!complained) {
                Log.warnf("builds are not fenced: %s", e);
                complained = true;
            }
        }
    }

    private void write(Map<Path, Long> wanted) throws IOException {
        if (wanted.keySet().stream().allMatch(file -> Files.isWritable(root.resolve(file)))) {
            for (var entry : wanted.entrySet()) {
                Files.writeString(root.resolve(entry.getKey()), entry.getValue().toString());
            }
        } else {
            host.write(wanted);
        }
    }

    /// The limits that are not in effect, by file relative to the root. There are no groups before
    /// the first command of a build, and those of systemd come and go with each.
    private Map<Path, Long> missing() throws IOException {
        var limits = new LinkedHashMap<Path, Long>();
        if (Files.exists(root.resolve("cgroup.controllers"))) {
            for (var group : unifiedGroups()) {
                limits.put(group.resolve("cpu.weight"), weight(cpuShares));
                limits.put(group.resolve("memory.max"), memoryBytes);
            }
        } else {
            limits.put(Path.of("cpu", GROUP, "cpu.shares"), (long) cpuShares);
            limits.put(Path.of("memory", GROUP, "memory.limit_in_bytes"), memoryBytes);
        }
        limits.entrySet().removeIf(limit -> !isOff(root.resolve(limit.getKey()), limit.getValue()));
        return limits;
    }

    private static boolean isOff(Path file, long wanted) {
        try {
            return !Files.readString(file).strip().equals(Long.toString(wanted));
        } catch (IOException e) {
            return false; // no such group now
        }
    }

    private List<Path> unifiedGroups() throws IOException {
        try (var all = Files.list(root)) {
            var ofSystemd =
                    all.map(root::relativize).filter(p -> p.toString().startsWith(SYSTEMD_PREFIX));
            return Stream.concat(Stream.of(Path.of(GROUP)), ofSystemd).toList();
        }
    }

    /// Shares of cgroup v1 as a weight of v2: 2 to 262144 become 1 to 10000
    /// (github.com/opencontainers/runc, ConvertCPUSharesToCgroupV2Value).
    static long weight(int shares) {
        return 1 + (shares - 2) * 9999L / 262_142;
    }
}
