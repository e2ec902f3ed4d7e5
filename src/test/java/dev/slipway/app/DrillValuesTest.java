package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrillValuesTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @ParameterizedTest
    @EnumSource
    void a_fault_is_found_by_its_label(Fault fault) {
        assertThat(Fault.named(fault.label())).isEqualTo(fault);
    }

    @Test
    void an_unknown_fault_is_refused_with_those_there_are() {
        assertThatThrownBy(() -> Fault.named("KILL"))
                .isInstanceOf(Complaint.class)
                .hasMessage(
                        "There is no fault 'KILL': these are kill, stop, pause, remove, disconnect, hang");
    }

    @Test
    void a_drill_has_one_to_a_hundred_faults_and_runs_at_first() {
        var drill = Drill.of(SHOP, List.of(Fault.KILL, Fault.KILL), NOW);

        assertThat(drill.faults()).containsExactly(Fault.KILL, Fault.KILL);
        assertThat(drill.state()).isEqualTo(new Drill.Running());
        assertThat(drill.results()).isEmpty();
        assertThatThrownBy(() -> Drill.of(SHOP, List.of(), NOW)).isInstanceOf(Complaint.class);
        assertThatThrownBy(() -> Drill.of(SHOP, Collections.nCopies(101, Fault.KILL), NOW))
                .isInstanceOf(Complaint.class);
    }

    @Test
    void an_outage_lasts_from_the_fault_until_the_instance_serves_again() {
        assertThat(result(Optional.of(20L), Optional.of(300L)).outage())
                .contains(Duration.ofMillis(320));
        assertThat(result(Optional.of(20L), Optional.empty()).outage()).isEmpty();
        assertThat(result(Optional.empty(), Optional.empty()).outage()).isEmpty();
    }

    private static Drill.Result result(Optional<Long> detectMs, Optional<Long> restoreMs) {
        return new Drill.Result(
                Fault.HANG,
                new InstanceId("0mwsgrs5hofjwl2-1"),
                Optional.of(Incident.Cause.HUNG),
                detectMs.map(Duration::ofMillis),
                restoreMs.map(Duration::ofMillis),
                100,
                0);
    }
}
