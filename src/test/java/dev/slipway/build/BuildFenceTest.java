package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildFenceTest {
    @TempDir Path root;

    @Test
    void groups_of_cgroup_v1_are_limited() throws IOException {
        var shares = file("cpu/docker/buildkit/cpu.shares", "1024");
        var memory = file("memory/docker/buildkit/memory.limit_in_bytes", "9223372036854771712");

        raise(Map.of("slipway.build.memory-mb", "100"));

        assertThat(shares).hasContent("256");
        assertThat(memory).hasContent("104857600");
    }

    @Test
    void groups_of_cgroup_v2_are_limited_also_where_systemd_names_them() throws IOException {
        file("cgroup.controllers", "cpu memory");
        var weight = file("docker/buildkit/cpu.weight", "100");
        file("docker/buildkit/memory.max", "max");
        var ofOneStep = file("system.slice:docker:abc/cpu.weight", "100");
        var memoryOfOneStep = file("system.slice:docker:abc/memory.max", "max");
        var foreign = file("system.slice/cpu.weight", "100");

        raise(Map.of("slipway.build.memory-mb", "100"));

        assertThat(weight).hasContent("10");
        assertThat(ofOneStep).hasContent("10");
        assertThat(memoryOfOneStep).hasContent("104857600");
        assertThat(foreign).hasContent("100");
    }

    @Test
    void without_a_number_builds_may_have_half_of_the_memory() throws IOException {
        file("cpu/docker/buildkit/cpu.shares", "1024");
        var memory = file("memory/docker/buildkit/memory.limit_in_bytes", "0");
        file("proc/meminfo", "MemTotal:       2000000 kB\nMemFree: 1 kB");

        raise(Map.of("slipway.proc", root.resolve("proc").toString()));

        assertThat(memory).hasContent("1024000000");
    }

    @Test
    void a_machine_that_has_no_such_groups_builds_without_a_fence() {
        raise(Map.of("slipway.cgroup", root.resolve("not-there").toString()));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "256, 10", "1024, 39", "262144, 10000"})
    void shares_are_the_weights_that_runc_makes_of_them(int shares, long weight) {
        assertThat(BuildFence.weight(shares)).isEqualTo(weight);
    }

    private void raise(Map<String, String> settings) {
        var all = new java.util.HashMap<>(Map.of("slipway.cgroup", root.toString()));
        all.putAll(settings);
        new BuildFence(
                        _ -> {
                            throw new AssertionError("the files are ours");
                        },
                        Settings.with(all))
                .raise();
    }

    private Path file(String path, String content) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
