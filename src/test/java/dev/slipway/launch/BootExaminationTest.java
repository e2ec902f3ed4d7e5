package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.docker.ContainerState;
import dev.slipway.docker.ContainerState.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BootExaminationTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void one_that_was_killed_is_looked_at_again_for_a_late_mark() {
        var unmarked = ended(137, false);
        var marked = ended(137, true);

        assertThat(lookedAt(unmarked, Optional.of(marked))).isEqualTo(marked);
        assertThat(lookedAt(unmarked, Optional.of(unmarked))).isEqualTo(unmarked);
        assertThat(lookedAt(unmarked, Optional.empty())).isEqualTo(unmarked);
        assertThat(looks).hasValue(3);
    }

    @Test
    void one_that_ended_otherwise_or_is_marked_is_not() {
        for (var state :
                new ContainerState[] {ended(1, false), ended(139, false), ended(137, true)}) {
            assertThat(lookedAt(state, Optional.empty())).isEqualTo(state);
        }
        assertThat(looks).hasValue(0);
    }

    private ContainerState lookedAt(ContainerState seen, Optional<ContainerState> later) {
        return BootExamination.marked(
                seen,
                () -> {
                    looks.incrementAndGet();
                    return later;
                });
    }

    private static ContainerState ended(int code, boolean outOfMemory) {
        return new ContainerState(
                "c", Status.EXITED, code, outOfMemory, 0, Optional.empty(), "", 1);
    }
}
