package dev.slipway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.slipway.lab.Shell;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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

    private boolean removed(String container) {
        containers.remove(container);
        assertThat(containers.find(container)).isEmpty();
        return true;
    }
}
