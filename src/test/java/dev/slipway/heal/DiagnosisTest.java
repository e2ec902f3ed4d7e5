package dev.slipway.heal;

import static dev.slipway.heal.Patient.NOW;
import static dev.slipway.heal.Patient.diagnosed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.pipeline.Remedy;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DiagnosisTest {
    private static final Answer SILENCE = new Answer.Silent("says nothing");
    private static final Answer REFUSED = new Answer.Closed("connection refused");
    private static final Answer FAILING =
            new Answer.Unwell("answers GET / with 500", Optional.of(500));
    private static final Patient SERVING = Patient.in(Instance.State.READY);
    private static final Patient DOWN =
            Patient.in(Instance.State.DOWN).seenAs(Status.EXITED).tried(3, NOW);

    @Test
    void a_running_instance_is_healthy() {
        assertThat(SERVING.diagnosed()).isEqualTo(new Diagnosis.Healthy());
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
        assertThat(SERVING.seenAs(status).diagnosed())
                .isEqualTo(new Diagnosis.Lost(cause, Remedy.REVIVE));
    }

    @Test
    void an_instance_without_a_container_is_missing() {
        assertThat(SERVING.gone().diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.MISSING, Remedy.REVIVE));
    }

    @Test
    void one_that_is_not_where_the_proxy_looks_for_it_is_lost() {
        assertThat(SERVING.astray().diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.NETWORK_DRIFTED, Remedy.REVIVE));
    }

    @Test
    void one_that_runs_and_fails_three_questions_in_a_row_is_started_again() {
        assertThat(SERVING.saying(SILENCE, 2).diagnosed()).isEqualTo(new Diagnosis.Healthy());
        assertThat(SERVING.saying(SILENCE, 3).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.HUNG, Remedy.RESTART));
        assertThat(SERVING.saying(REFUSED, 3).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.HUNG, Remedy.RESTART));
        assertThat(SERVING.saying(FAILING, 3).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.UNHEALTHY, Remedy.RESTART));
    }

    @Test
    void one_good_answer_makes_up_for_the_bad_ones_before() {
        var sick = Pulse.WELL.then(SILENCE, NOW).then(SILENCE, NOW.plusSeconds(5));
        var well = sick.then(new Answer.Well(), NOW.plusSeconds(9));

        assertThat(sick.since()).isEqualTo(NOW);
        assertThat(well.then(SILENCE, NOW.plusSeconds(15)))
                .isEqualTo(new Pulse(1, SILENCE, NOW.plusSeconds(15)));
    }

    @Test
    void sick_instances_are_started_again_one_after_the_other_while_another_serves() {
        var first = Patient.in(1, Instance.State.READY).saying(FAILING, 3);
        var second = Patient.in(2, Instance.State.READY).saying(FAILING, 3);
        var well = Patient.in(3, Instance.State.READY);

        assertThat(diagnosed(true, NOW, List.of(first, second, well)))
                .containsExactly(
                        new Diagnosis.Lost(Cause.UNHEALTHY, Remedy.RESTART),
                        new Diagnosis.Queue(),
                        new Diagnosis.Healthy());
        assertThat(diagnosed(true, NOW, List.of(first, second)))
                .as("when none serves there is nothing to spare")
                .doesNotContain(new Diagnosis.Queue());
    }

    @Test
    void a_sick_instance_does_not_wait_for_one_whose_next_attempt_is_far_away() {
        var hopeless = Patient.in(1, Instance.State.DOWN).tried(9, NOW.minusSeconds(10));
        var sick = Patient.in(2, Instance.State.READY).saying(SILENCE, 3);
        var well = Patient.in(3, Instance.State.READY);
        var restarted = new Diagnosis.Lost(Cause.HUNG, Remedy.RESTART);

        assertThat(diagnosed(true, NOW, List.of(hopeless, sick, well)).get(1)).isEqualTo(restarted);
        for (var mended :
                List.of(
                        hopeless.underRepair(),
                        hopeless.tried(9, NOW.minusMillis(10)), // asked for a moment ago
                        hopeless.tried(1, NOW.minusSeconds(10)))) { // due now
            assertThat(diagnosed(true, NOW, List.of(mended, sick, well)).get(1))
                    .isEqualTo(new Diagnosis.Queue());
        }
    }

    @Test
    void what_ended_by_itself_waits_for_nobody() {
        var app =
                List.of(
                        Patient.in(1, Instance.State.READY).seenAs(Status.RESTARTING),
                        Patient.in(2, Instance.State.READY).seenAs(Status.RESTARTING),
                        Patient.in(3, Instance.State.READY));

        assertThat(diagnosed(true, NOW, app).subList(0, 2))
                .containsOnly(new Diagnosis.Lost(Cause.CRASHED, Remedy.REVIVE));
    }

    @Test
    void one_that_is_lost_again_and_again_is_in_a_crash_loop_and_gets_a_new_container_in_the_end() {
        var crashing = SERVING.seenAs(Status.RESTARTING);

        assertThat(crashing.tried(2, NOW).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.CRASHED, Remedy.REVIVE));
        assertThat(crashing.tried(3, NOW).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.CRASH_LOOP, Remedy.REPLACE));
        assertThat(crashing.tried(3, NOW.minus(Duration.ofMinutes(11))).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.CRASHED, Remedy.REVIVE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Instance.State.class,
            names = {"READY", "DOWN"})
    void what_its_owner_stopped_stays_stopped(Instance.State state) {
        assertThat(diagnosed(false, NOW, List.of(Patient.in(state).gone())))
                .containsExactly(new Diagnosis.NotOurs());
    }

    @ParameterizedTest
    @EnumSource(
            value = Instance.State.class,
            names = {"STARTING", "DRAINING", "STANDBY"})
    void what_a_deployment_works_on_is_left_alone(Instance.State state) {
        assertThat(Patient.in(state).gone().whoseDeploymentGoesOn().diagnosed())
                .isEqualTo(new Diagnosis.NotOurs());
    }

    @Test
    void what_is_being_brought_back_is_not_asked_for_twice() {
        var due = DOWN.tried(1, NOW.minusSeconds(20));

        assertThat(due.diagnosed()).isEqualTo(new Diagnosis.Retry(Remedy.REVIVE));
        assertThat(due.underRepair().diagnosed()).isEqualTo(new Diagnosis.NotOurs());
    }

    @Test
    void one_that_runs_and_was_waited_for_twice_in_vain_is_ended() {
        var running = DOWN.seenAs(Status.RUNNING);

        for (int attempts : new int[] {0, 1, 4, 5}) {
            assertThat(running.tried(attempts, NOW.minusSeconds(60)).diagnosed())
                    .isEqualTo(new Diagnosis.Retry(Remedy.REVIVE));
        }
        for (int attempts : new int[] {2, 6}) {
            assertThat(running.tried(attempts, NOW.minusSeconds(60)).diagnosed())
                    .isEqualTo(new Diagnosis.Retry(Remedy.RESTART_IF_SICK));
            assertThat(DOWN.tried(attempts, NOW.minusSeconds(60)).diagnosed())
                    .isEqualTo(new Diagnosis.Retry(Remedy.REVIVE));
        }
    }

    @Test
    void a_spare_is_as_it_should_be_when_it_is_paused() {
        var spare = Patient.in(Instance.State.STANDBY);

        assertThat(spare.diagnosed()).isEqualTo(new Diagnosis.Healthy());
        assertThat(spare.seenAs(Status.RUNNING).diagnosed())
                .as("Docker was restarted: nobody's fault")
                .isEqualTo(new Diagnosis.Awake());
        assertThat(spare.seenAs(Status.EXITED).diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.STOPPED, Remedy.REVIVE));
        assertThat(spare.gone().diagnosed())
                .isEqualTo(new Diagnosis.Lost(Cause.MISSING, Remedy.REVIVE));
        assertThat(diagnosed(false, NOW, List.of(spare)))
                .containsExactly(new Diagnosis.Abandoned());
    }

    @Test
    void one_of_the_release_before_stands_by_for_the_probation_and_is_not_mended() {
        var before = Patient.in(Instance.State.STANDBY).standingByUntil(NOW.plusSeconds(1));

        assertThat(before.diagnosed()).isEqualTo(new Diagnosis.Healthy());
        assertThat(before.diagnosedAt(NOW.plusSeconds(2))).isEqualTo(new Diagnosis.Abandoned());
        assertThat(before.gone().diagnosed()).isEqualTo(new Diagnosis.Abandoned());
    }

    @Test
    void a_clock_that_was_set_back_delays_no_attempt() {
        assertThat(DOWN.tried(1, NOW.plus(Duration.ofHours(3))).diagnosed())
                .isEqualTo(new Diagnosis.Retry(Remedy.REVIVE));
    }

    @Test
    void what_nobody_works_on_any_more_is_abandoned() {
        assertThat(Patient.in(Instance.State.STARTING).diagnosed())
                .isEqualTo(new Diagnosis.Abandoned());
        assertThat(Patient.in(Instance.State.DRAINING).since(NOW.minusSeconds(61)).diagnosed())
                .isEqualTo(new Diagnosis.Abandoned());
    }

    @Test
    void one_that_is_down_is_tried_again_when_its_time_has_come() {
        assertThat(DOWN.diagnosedAt(NOW.plusSeconds(3))).isInstanceOf(Diagnosis.Wait.class);
        assertThat(DOWN.diagnosedAt(NOW.plusSeconds(5)))
                .isEqualTo(new Diagnosis.Retry(Remedy.REPLACE));
        assertThat(DOWN.tried(4, NOW).diagnosedAt(NOW.plusSeconds(9)))
                .isEqualTo(new Diagnosis.Retry(Remedy.REVIVE));
    }

    @Test
    void back_off_doubles_up_to_five_minutes_and_never_ends() {
        assertThat(BackOff.before(0, 7)).isZero();
        assertAbout(BackOff.before(1, 7), Duration.ofSeconds(1));
        assertAbout(BackOff.before(5, 7), Duration.ofSeconds(16));
        assertAbout(BackOff.before(9, 7), Duration.ofSeconds(256));
        assertAbout(BackOff.before(10, 7), Duration.ofMinutes(5));
        assertAbout(BackOff.before(1_000_000, 7), Duration.ofMinutes(5));
    }

    private static void assertAbout(Duration found, Duration expected) {
        assertThat(found).isCloseTo(expected, expected.dividedBy(10));
    }

    @Test
    void history_forgets_after_ten_stable_minutes() {
        assertThat(new History(7, NOW.minus(Duration.ofMinutes(11)), 1).attempted(NOW))
                .isEqualTo(new History(1, NOW, 1));
        assertThat(new History(7, NOW.minusSeconds(1), 1).attempted(NOW))
                .isEqualTo(new History(8, NOW, 1));
    }
}
