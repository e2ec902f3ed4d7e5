package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Incident.Cause;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.ContainerState.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndingTest {
    private static final Optional<Integer> KILLED = Optional.of(137);
    private static final Optional<Integer> UNTOLD = Optional.empty();

    @ParameterizedTest
    @EnumSource(names = {"CRASHED", "CRASH_LOOP"})
    void what_was_killed_and_is_marked_ran_out_of_memory(Cause told) {
        assertThat(Ending.of(told, KILLED, shown(Status.RESTARTING, 137, true)))
                .isEqualTo(new Ending(Cause.OUT_OF_MEMORY, KILLED));
        assertThat(Ending.of(told, UNTOLD, shown(Status.EXITED, 137, true)))
                .isEqualTo(new Ending(Cause.OUT_OF_MEMORY, KILLED));
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSED", "HUNG", "UNHEALTHY", "NETWORK_DRIFTED", "STOPPED"})
    void the_mark_of_an_earlier_run_does_not_count_for_what_was_lost_otherwise(Cause told) {
        assertThat(Ending.of(told, UNTOLD, shown(Status.PAUSED, 0, true)).cause()).isEqualTo(told);
    }

    @Test
    void nor_for_what_ended_with_another_code() {
        assertThat(Ending.of(Cause.CRASHED, Optional.of(1), shown(Status.RESTARTING, 1, true)))
                .isEqualTo(new Ending(Cause.CRASHED, Optional.of(1)));
    }

    @ParameterizedTest
    @EnumSource(names = {"PAUSED", "HUNG", "UNHEALTHY"})
    void the_code_of_what_we_end_ourselves_is_not_told(Cause told) {
        assertThat(Ending.of(told, UNTOLD, shown(Status.EXITED, 137, false)).code()).isEmpty();
    }

    @Test
    void what_is_back_already_tells_no_code() {
        assertThat(Ending.of(Cause.CRASHED, UNTOLD, shown(Status.RUNNING, 0, false)))
                .isEqualTo(new Ending(Cause.CRASHED, UNTOLD));
        assertThat(Ending.of(Cause.STOPPED, UNTOLD, shown(Status.EXITED, 0, false)).code())
                .contains(0);
    }

    @Test
    void what_the_event_told_needs_no_container() {
        assertThat(Ending.of(Cause.OUT_OF_MEMORY, KILLED, Optional.empty()).outOfMemory()).isTrue();
    }

    private static Optional<ContainerState> shown(Status status, int code, boolean outOfMemory) {
        return Optional.of(
                new ContainerState("c", status, code, outOfMemory, 0, Optional.empty(), "", 1));
    }
}
