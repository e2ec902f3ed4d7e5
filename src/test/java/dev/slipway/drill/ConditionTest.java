package dev.slipway.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.Instance.State;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Trigger;
import dev.slipway.drill.Probing.Count;
import dev.slipway.probe.Probe.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final String NOT_WHOLE =
            "App shop is not whole: wait until all its instances are ready";
    private static final DeploymentId LIVE = new DeploymentId("0mwsgrs5hofjwl2");

    @Test
    void an_app_whose_instances_are_all_ready_may_be_drilled_where_it_broke_least() {
        var whole = of(State.DRAINING, State.READY, State.READY, State.STANDBY);

        assertThat(whole.objection()).isEmpty();
        assertThat(whole.target().id()).isEqualTo(InstanceId.of(LIVE, 3));
    }

    @Test
    void one_that_is_not_whole_may_not() {
        assertThat(of(State.READY, State.DOWN).objection()).contains(NOT_WHOLE);
        assertThat(of(State.READY, State.STARTING).objection()).contains(NOT_WHOLE);
        assertThat(of().objection()).contains("App shop runs nothing: deploy it first");
    }

    @Test
    void one_that_is_stopped_or_deployed_may_not() {
        assertThat(stopped().objection()).contains("App shop is stopped: start it first");
        assertThat(deployed(Trigger.PUSH).objection())
                .contains("App shop has a deployment under way: wait until it has ended");
    }

    @Test
    void one_on_probation_may_not_as_it_would_be_rolled_back() {
        var whole = of(State.READY);
        var watched = new Condition(whole.app(), whole.instances(), whole.last(), true);

        assertThat(watched.objection())
                .contains("App shop has a release on probation: wait until that is over");
    }

    @Test
    void what_its_owner_does_interrupts_a_drill_and_what_breaks_does_not() {
        var before = of(State.READY).newest();

        assertThat(of(State.DOWN).interruption(before)).isEmpty();
        assertThat(stopped().interruption(before)).contains("the app was stopped");
        assertThat(deployed(Trigger.STOP).interruption(before)).contains("the app was stopped");
        assertThat(deployed(Trigger.PUSH).interruption(before)).contains("the app was deployed");
        assertThat(of(App.Intent.REMOVED, Optional.empty()).interruption(before))
                .contains("the app was removed");
    }

    @Test
    void a_request_that_got_no_answer_or_an_error_has_failed() {
        assertThat(Count.of(Map.of())).isEqualTo(new Count(0, 0));
        assertThat(Count.of(Map.of(Outcome.ANSWERED, 90))).isEqualTo(new Count(90, 0));
        assertThat(
                        Count.of(
                                Map.of(
                                        Outcome.ANSWERED,
                                        90,
                                        Outcome.REFUSED,
                                        4,
                                        Outcome.LOST,
                                        3,
                                        Outcome.BROKEN,
                                        2)))
                .isEqualTo(new Count(99, 9));
    }

    private static Condition of(State... states) {
        return of(App.Intent.RUNNING, Optional.empty(), states);
    }

    private static Condition stopped() {
        return of(App.Intent.STOPPED, Optional.empty());
    }

    private static Condition deployed(Trigger trigger) {
        var deployment =
                Deployment.requested(SHOP, trigger, Optional.empty(), Optional.empty(), NOW);
        return of(App.Intent.RUNNING, Optional.of(deployment), State.READY);
    }

    private static Condition of(App.Intent intent, Optional<Deployment> last, State... states) {
        var instances =
                IntStream.range(0, states.length)
                        .mapToObj(i -> instance(i + 1, states[i]))
                        .toList();
        return new Condition(new App(SHOP, AppConfig.DEFAULT, intent, NOW), instances, last, false);
    }

    private static Instance instance(int number, State state) {
        return new Instance(
                InstanceId.of(LIVE, number),
                SHOP,
                1,
                LIVE,
                "0123456789ab",
                new Address("10.213.0." + (number + 1), 8080),
                state,
                NOW,
                9 - number);
    }
}
