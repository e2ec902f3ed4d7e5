package dev.slipway.heal;

import static dev.slipway.heal.Patient.NOW;
import static dev.slipway.heal.Patient.diagnosed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Instance;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.pipeline.Remedy;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What holds for any app in any condition.
class DiagnosisPropertiesTest {
    private static final Duration A_TENTH_MORE =
            BackOff.LONGEST.plus(BackOff.LONGEST.dividedBy(10));

    @Property
    void one_that_runs_and_answers_is_never_touched(
            @ForAll("apps") List<Patient> app,
            @ForAll @IntRange(max = 1000) int attempts,
            @ForAll("moments") Instant last) {
        var all = new ArrayList<>(app);
        all.add(Patient.in(app.size() + 1, Instance.State.READY).tried(attempts, last));

        assertThat(diagnosed(true, NOW, all).getLast()).isEqualTo(new Diagnosis.Healthy());
    }

    @Property
    void what_is_down_is_tried_again_within_five_minutes_and_a_half_whatever_was_before(
            @ForAll("apps") List<Patient> app,
            @ForAll @IntRange(max = 1_000_000) int attempts,
            @ForAll("moments") Instant last) {
        var all = new ArrayList<>(app);
        all.add(Patient.in(app.size() + 1, Instance.State.DOWN).tried(attempts, last));

        assertThat(diagnosed(true, NOW.plus(A_TENTH_MORE), all).getLast())
                .isInstanceOf(Diagnosis.Retry.class);
    }

    @Property
    void of_an_app_that_serves_no_two_running_instances_are_ended_at_once(
            @ForAll("apps") List<Patient> app) {
        var diagnoses = diagnosed(true, NOW, app);
        long ended =
                IntStream.range(0, app.size())
                        .filter(i -> app.get(i).isRunning())
                        .filter(i -> isEnding(diagnoses.get(i)))
                        .count();

        if (app.stream().anyMatch(Patient::serves)) {
            boolean repairing =
                    app.stream().anyMatch(Patient::isUnderRepair)
                            || diagnoses.stream().anyMatch(d -> d instanceof Diagnosis.Retry);
            assertThat(ended).isLessThanOrEqualTo(repairing ? 0 : 1);
        }
    }

    @Property
    void nothing_is_started_that_its_owner_does_not_want(@ForAll("apps") List<Patient> app) {
        assertThat(diagnosed(false, NOW, app))
                .noneMatch(d -> d instanceof Diagnosis.Lost || d instanceof Diagnosis.Retry);
    }

    @Property
    void back_off_grows_and_is_never_longer_than_designed(
            @ForAll @IntRange(max = 1_000_000) int attempts, @ForAll int seed) {
        assertThat(BackOff.before(attempts, seed)).isLessThanOrEqualTo(A_TENTH_MORE);
        if (attempts < 9) {
            assertThat(BackOff.before(attempts + 1, seed))
                    .isGreaterThan(BackOff.before(attempts, seed));
        }
    }

    @Property
    void ten_stable_minutes_make_up_for_any_past(
            @ForAll @IntRange(max = 1_000_000) int attempts, @ForAll int seed) {
        var later = NOW.plus(History.STABLE).plusMillis(1);
        var history = new History(attempts, NOW, seed);

        assertThat(history.nextAttempt(later)).isEqualTo(later);
        assertThat(history.attempted(later).attempts()).isEqualTo(1);
    }

    private static boolean isEnding(Diagnosis diagnosis) {
        return diagnosis instanceof Diagnosis.Lost(_, var remedy) && remedy != Remedy.REVIVE;
    }

    @Provide
    Arbitrary<Instant> moments() {
        return Arbitraries.longs()
                .between(-Duration.ofHours(24).toSeconds(), 0)
                .map(NOW::plusSeconds);
    }

    @Provide
    Arbitrary<List<Patient>> apps() {
        return patients().list().ofMaxSize(6).map(DiagnosisPropertiesTest::numbered);
    }

    private static List<Patient> numbered(List<Patient> some) {
        return IntStream.range(0, some.size()).mapToObj(i -> some.get(i).numbered(i + 1)).toList();
    }

    private Arbitrary<Patient> patients() {
        return Combinators.combine(
                        Arbitraries.of(Instance.State.class),
                        Arbitraries.of(Status.class).optional(),
                        Arbitraries.of(true, true, true, false),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 40),
                        moments(),
                        Arbitraries.of(true, false))
                .as((state, status, inPlace, failures, attempts, last, mended) -> {
                    var any = Patient.in(state);
                    var base = mended ? any.underRepair() : any;
                    var placed = inPlace ? base : base.astray();
                    var seen = status.map(placed::seenAs).orElseGet(placed::gone);
                    return seen.saying(new Answer.Silent("says nothing"), failures)
                            .tried(attempts, last);
                });
    }
}
