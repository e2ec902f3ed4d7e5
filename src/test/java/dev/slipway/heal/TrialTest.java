package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Probation;
import dev.slipway.app.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final Probation RULES = Probation.DEFAULT;

    @Test
    void a_release_that_is_as_the_one_before_passes() {
        assertThat(verdict(traffic(100, 3, 50), traffic(100, 3, 50))).isEmpty();
    }

    @Test
    void server_errors_on_top_of_the_usual_ones_fail_it() {
        assertThat(verdict(traffic(100, 14, 5), traffic(100, 5, 5))).isEmpty();
        assertThat(verdict(traffic(100, 15, 5), traffic(100, 5, 5)))
                .contains("answers 15 % of 100 requests with 5xx, and the one before did 5 %");
    }

    @Test
    void too_few_answers_tell_nothing() {
        assertThat(verdict(traffic(19, 19, 5), traffic(100, 0, 5))).isEmpty();
        assertThat(verdict(traffic(20, 20, 5), Traffic.NONE)).isPresent();
    }

    @Test
    void one_that_is_many_times_slower_fails() {
        assertThat(verdict(traffic(100, 0, 500), traffic(100, 0, 100))).isEmpty();
        assertThat(verdict(traffic(100, 0, 700), traffic(100, 0, 100)))
                .contains(
                        "needs 700 ms for 90 % of its requests, and the one before needed 100 ms at most");
        assertThat(verdict(traffic(100, 0, 100), traffic(100, 0, 1)))
                .as("what nobody feels is not slow")
                .isEmpty();
        assertThat(verdict(traffic(100, 0, 30_000), traffic(49, 0, 1))).isEmpty();
    }

    @Test
    void one_that_loses_its_instances_fails() {
        assertThat(verdict(losses(2))).isEmpty();
        assertThat(verdict(losses(3))).contains("lost its instances 3 times");
    }

    @Test
    void one_that_goes_down_and_stays_down_fails() {
        assertThat(verdict(outage(Duration.ofMillis(9_999)))).isEmpty();
        assertThat(verdict(outage(Duration.ofMillis(10_001))))
                .contains("went down (out of memory) and was not back after 10 s");
    }

    @Test
    void a_rule_that_is_0_is_off() {
        var none = new Probation(Duration.ofMinutes(1), 0, 0, 0, Duration.ZERO);
        var hour = outage(Duration.ofHours(1)).outage();

        assertThat(
                        Trial.verdict(
                                none,
                                new Trial.Course(traffic(100, 100, 30_000), 99, hour),
                                traffic(100, 0, 1)))
                .isEmpty();
    }

    private static Optional<String> verdict(Traffic now, Traffic before) {
        return Trial.verdict(RULES, new Trial.Course(now, 0, Optional.empty()), before);
    }

    private static Optional<String> verdict(Trial.Course now) {
        return Trial.verdict(RULES, now, Traffic.NONE);
    }

    private static Trial.Course losses(int losses) {
        return new Trial.Course(Traffic.NONE, losses, Optional.empty());
    }

    private static Trial.Course outage(Duration time) {
        return new Trial.Course(
                Traffic.NONE, 1, Optional.of(new Outage(Cause.OUT_OF_MEMORY, time)));
    }

    /// @param ms that each request took
    private static Traffic traffic(long requests, long failed, int ms) {
        var spans = new ArrayList<>(Collections.nCopies(Traffic.SPAN_ENDS_MS.size() + 1, 0L));
        spans.set(Traffic.SPAN_ENDS_MS.indexOf(ms), requests);
        return new Traffic(
                List.of(0L, requests - failed, 0L, 0L, failed), 0, 0, ms * requests, spans);
    }
}
