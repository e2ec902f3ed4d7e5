package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillLineTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void a_finished_drill_tells_the_shortest_and_the_longest_outage_and_all_requests() {
        var line =
                line(
                        new Drill.Finished(NOW),
                        result(Fault.KILL, 64, 411, 97, 0),
                        result(Fault.PAUSE, 14, 57, 76, 0),
                        result(Fault.HANG, 12_000, 900, 1_640, 0));

        assertThat(line.text())
                .isEqualTo("3 faults, restored in 71 ms to 12 s, 0 of 1,813 requests failed");
        assertThat(line.bad()).isFalse();
    }

    @Test
    void a_drill_that_lost_requests_is_bad() {
        var line = line(new Drill.Finished(NOW), result(Fault.KILL, 64, 411, 97, 2));

        assertThat(line.text()).isEqualTo("1 fault, restored in 475 ms, 2 of 97 requests failed");
        assertThat(line.bad()).isTrue();
    }

    @Test
    void a_failed_drill_says_why() {
        var line = line(new Drill.Failed(NOW, "the app was stopped"));

        assertThat(line.text()).isEqualTo("failed, the app was stopped");
        assertThat(line.bad()).isTrue();
    }

    private static DrillLine line(Drill.State state, Drill.Result... results) {
        var faults = List.of(Fault.KILL, Fault.PAUSE, Fault.HANG);
        var app = new AppName("shop");
        return DrillLine.of(new Drill("id", app, faults, NOW, state, List.of(results)));
    }

    private static Drill.Result result(
            Fault fault, long detectMs, long restoreMs, int requests, int failed) {
        return new Drill.Result(
                fault,
                new InstanceId("0mwsgrs5hofjwl2-1"),
                Optional.of(Incident.Cause.CRASHED),
                Optional.of(Duration.ofMillis(detectMs)),
                Optional.of(Duration.ofMillis(restoreMs)),
                requests,
                failed);
    }
}
