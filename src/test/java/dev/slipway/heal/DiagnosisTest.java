package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.docker.ContainerState.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void a_running_instance_is_healthy() {
        assertThat(of(Instance.State.READY, Optional.of(Status.RUNNING), History.NONE))
                .isEqualTo(new Diagnosis.Healthy());
    }

    @ParameterizedTest
    @CsvSource({
        "RESTARTING, CRASHED",
        "DEAD, CRASHED",
        "EXITED, STOPPED",
        "CREATED, STOPPED",
        "PAUSED, PAUSED",
        "REMOVING, MISSING"
    })
    void a_ready_instance_that_does_not_run_is_lost(Status status, Cause cause) {
        assertThat(of(Instance.State.READY, Optional.of(status), History.NONE))
                .isEqualTo(new Diagnosis.Lost(cause));
    }

    @Test
    void an_instance_without_a_container_is_missing() {
        assertThat(of(Instance.State.READY, Optional.empty(), History.NONE))
                .isEqualTo(new Diagnosis.Lost(Cause.MISSING));
    }

    @ParameterizedTest
    @EnumSource(
            value = Instance.State.class,
            names = {"STARTING", "DRAINING"})
    void what_starts_or_goes_is_left_alone(Instance.State state) {
        assertThat(of(state, Optional.empty(), History.NONE)).isEqualTo(new Diagnosis.NotOurs());
    }

    @Test
    void a_clock_that_was_set_back_delays_no_attempt() {
        var tried = History.NONE.attempted(NOW.plus(Duration.ofHours(3)));

        assertThat(of(Instance.State.DOWN, Optional.of(Status.EXITED), tried))
                .isEqualTo(new Diagnosis.Retry());
    }

    @Test
    void what_nobody_works_on_any_more_is_abandoned() {
        assertThat(
                        of(
                                Instance.State.STARTING,
                                Optional.of(Status.RUNNING),
                                History.NONE,
                                NOW,
                                true))
                .isEqualTo(new Diagnosis.Abandoned());
        assertThat(
                        of(
                                Instance.State.DRAINING,
                                Optional.of(Status.RUNNING),
                                History.NONE,
                                NOW.minusSeconds(61),
                                true))
                .isEqualTo(new Diagnosis.Abandoned());
    }

    @Test
    void a_down_instance_is_tried_again_when_its_time_has_come() {
        var tried = new History(3, NOW.minusSeconds(3));

        assertThat(of(Instance.State.DOWN, Optional.of(Status.EXITED), tried))
                .isEqualTo(new Diagnosis.Wait(NOW.plusSeconds(1)));
        assertThat(
                        of(
                                Instance.State.DOWN,
                                Optional.of(Status.EXITED),
                                new History(3, NOW.minusSeconds(4))))
                .isEqualTo(new Diagnosis.Retry());
    }

    @Test
    void back_off_doubles_up_to_five_minutes_and_never_ends() {
        assertThat(BackOff.before(0)).isZero();
        assertThat(BackOff.before(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(BackOff.before(5)).isEqualTo(Duration.ofSeconds(16));
        assertThat(BackOff.before(9)).isEqualTo(Duration.ofSeconds(256));
        assertThat(BackOff.before(10)).isEqualTo(Duration.ofMinutes(5));
        assertThat(BackOff.before(1_000_000)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void history_forgets_after_ten_stable_minutes() {
        var tried = new History(7, NOW.minus(Duration.ofMinutes(11)));

        assertThat(tried.attempted(NOW)).isEqualTo(new History(1, NOW));
        assertThat(new History(7, NOW.minusSeconds(1)).attempted(NOW))
                .isEqualTo(new History(8, NOW));
    }

    private static Diagnosis of(Instance.State state, Optional<Status> status, History history) {
        return of(state, status, history, NOW, false);
    }

    private static Diagnosis of(
            Instance.State state,
            Optional<Status> status,
            History history,
            Instant since,
            boolean ended) {
        var deployment = DeploymentId.at(NOW);
        var instance =
                new Instance(
                        InstanceId.of(deployment, 1),
                        new AppName("a"),
                        1,
                        deployment,
                        "c",
                        new Address("10.213.0.2", 8080),
                        state,
                        since,
                        0);
        return Diagnosis.of(
                new Diagnosis.Sight(instance, status, history, ended, Duration.ofMinutes(1)), NOW);
    }
}
