package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.docker.ContainerState;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.launch.Listeners.Listener;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootDoctorTest {
    private static final PortPlan PORTS = new PortPlan(8080, List.of(8080));
    private static final Answer CLOSED = new Answer.Closed("refused");

    @Test
    void names_the_memory_limit() {
        assertThat(diagnose(ended(137, true), List.of(), CLOSED))
                .isEqualTo(
                        "it ran out of memory while it started: it may use 512 MiB, so raise its memory limit");
    }

    @Test
    void tells_exit_codes_apart() {
        assertThat(diagnose(ended(127, false), List.of(), CLOSED)).contains("not found");
        assertThat(diagnose(ended(126, false), List.of(), CLOSED)).contains("cannot be executed");
        assertThat(diagnose(ended(0, false), List.of(), CLOSED)).contains("stay in the foreground");
        assertThat(diagnose(ended(3, false), List.of(), CLOSED)).contains("exit code 3");
    }

    @Test
    void sees_where_it_listens() {
        assertThat(diagnose(running(), List.of(), CLOSED))
                .contains("listens on no port after 60 s");
        assertThat(diagnose(running(), List.of(new Listener(8080, false)), CLOSED))
                .contains("127.0.0.1:8080, where only itself can reach it");
        assertThat(diagnose(running(), List.of(new Listener(3000, true)), CLOSED))
                .contains("listens on port 3000, expected 0.0.0.0:8080");
        assertThat(diagnose(running(), List.of(new Listener(3000, false)), CLOSED))
                .contains("listens on 127.0.0.1:3000, expected 0.0.0.0:8080");
    }

    @Test
    void repeats_what_it_answers() {
        assertThat(
                        diagnose(
                                running(),
                                List.of(new Listener(8080, true)),
                                new Answer.Unwell("answers GET / with 404", Optional.of(404))))
                .contains("it answers GET / with 404, 60 s after its start")
                .contains("another health path");
    }

    private static String diagnose(ContainerState state, List<Listener> listeners, Answer answer) {
        return BootDoctor.diagnose(
                new BootDoctor.Symptoms(
                        PORTS, state, listeners, answer, Duration.ofSeconds(60), 512));
    }

    private static ContainerState running() {
        return new ContainerState("c", Status.RUNNING, 0, false, 42, Optional.empty(), "");
    }

    private static ContainerState ended(int code, boolean outOfMemory) {
        return new ContainerState("c", Status.EXITED, code, outOfMemory, 0, Optional.empty(), "");
    }
}
