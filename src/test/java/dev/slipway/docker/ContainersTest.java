package dev.slipway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.Engine;
import dev.slipway.lab.Shell;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ContainersTest {
    @Inject Containers containers;

    /// An app that is removed while its instances retire.
    @Test
    void a_container_that_several_remove_at_once_is_gone_for_each_of_them() {
        for (int round = 0; round < 3; round++) {
            var container =
                    Shell.run("docker", "run", "-d", "slipway/proxy:local", "sleep", "1000");
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, 4)
                        .mapToObj(_ -> threads.submit(() -> removed(container)))
                        .toList()
                        .forEach(
                                removal -> assertThatCode(removal::get).doesNotThrowAnyException());
            }
        }
    }

    @Test
    void the_beginning_of_a_file_is_read_without_the_rest_of_it() {
        var container =
                Shell.run(
                        "docker",
                        "run",
                        "-d",
                        "--network=none",
                        "slipway/proxy:local",
                        "sh",
                        "-c",
                        "printf start > /big; truncate -s 64G /big; ln -s /big /one; ln -s one /two; sleep 1000");
        try {
            await().until(() -> containers.file(container, "/two", 5).isPresent());

            var begin = System.nanoTime();
            var file = containers.file(container, "/two", 5).orElseThrow();
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(10));

            assertThat(file).isEqualTo(new Containers.FileStart(false, 0644, "start"));
            assertThat(containers.file(container, "/etc", 5).orElseThrow().folder()).isTrue();
            assertThat(containers.file(container, "/nothing", 5)).isEmpty();
            assertThat(containers.command(container).orElseThrow().words()).contains("sh", "-c");
        } finally {
            containers.remove(container);
        }
    }

    @Test
    void the_address_is_the_one_in_the_network_of_the_app_whatever_else_it_is_connected_to() {
        var own = Engine.name() + "-zoo";
        var others = List.of("a" + own, "z" + own); // Docker tells networks by name
        others.forEach(network -> Shell.run("docker", "network", "create", network));
        Shell.run("docker", "network", "create", own);
        var container =
                Shell.run(
                        "docker",
                        "run",
                        "-d",
                        "--network=" + own,
                        "--label=%s=%s".formatted(Labels.ENGINE, Engine.name()),
                        "--label=%s=zoo".formatted(Labels.APP),
                        "--label=%s=0mwwji0x0mhidw2-1".formatted(Labels.INSTANCE),
                        "slipway/proxy:local",
                        "sleep",
                        "1000");
        try {
            var format = "{{(index .NetworkSettings.Networks \"%s\").IPAddress}}".formatted(own);
            var ip = Shell.run("docker", "inspect", "-f", format, container);
            assertThat(addresses(container)).containsOnly(ip);

            others.forEach(other -> Shell.run("docker", "network", "connect", other, container));
            assertThat(addresses(container)).containsOnly(ip);

            Shell.run("docker", "network", "disconnect", own, container);
            assertThat(addresses(container)).containsOnly("");
        } finally {
            containers.remove(container);
            others.forEach(network -> Shell.run("docker", "network", "rm", network));
            Shell.run("docker", "network", "rm", own);
        }
    }

    /// Asked about it alone, and in the list.
    private List<String> addresses(String container) {
        var listed =
                containers.instances().stream()
                        .filter(one -> one.id().equals(container))
                        .findFirst()
                        .orElseThrow();
        return List.of(containers.find(container).orElseThrow().ip(), listed.ip());
    }

    private boolean removed(String container) {
        containers.remove(container);
        assertThat(containers.find(container)).isEmpty();
        return true;
    }
}
