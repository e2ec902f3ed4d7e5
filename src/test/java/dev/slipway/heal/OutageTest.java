package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Instant WATCHED = NOW.minusSeconds(60);
    private static final DeploymentId DEPLOYMENT = DeploymentId.at(NOW);

    @Test
    void a_release_whose_instances_are_all_down_is_out_since_the_last_was_lost() {
        var own = List.of(instance(1, Instance.State.DOWN), instance(2, Instance.State.DOWN));
        var incidents =
                List.of(
                        incident(2, Cause.OUT_OF_MEMORY, NOW.minusSeconds(3)),
                        incident(1, Cause.CRASHED, NOW.minusSeconds(8)));

        assertThat(Outage.of(own, incidents, WATCHED, NOW))
                .contains(new Outage(Cause.OUT_OF_MEMORY, Duration.ofSeconds(3)));
    }

    @Test
    void the_time_in_which_the_engine_was_away_does_not_count() {
        var own = List.of(instance(1, Instance.State.DOWN));
        var incidents = List.of(incident(1, Cause.CRASHED, NOW.minusSeconds(30)));

        assertThat(Outage.of(own, incidents, NOW.minusSeconds(2), NOW))
                .contains(new Outage(Cause.CRASHED, Duration.ofSeconds(2)));
    }

    @Test
    void one_with_an_instance_that_serves_is_not() {
        var own = List.of(instance(1, Instance.State.DOWN), instance(2, Instance.State.READY));

        assertThat(Outage.of(own, List.of(incident(1, Cause.CRASHED, NOW)), WATCHED, NOW))
                .isEmpty();
    }

    @Test
    void a_spare_that_was_not_to_be_woken_does_not_serve() {
        var own = List.of(instance(1, Instance.State.DOWN), instance(2, Instance.State.STANDBY));

        assertThat(Outage.of(own, List.of(incident(1, Cause.HUNG, NOW)), WATCHED, NOW)).isPresent();
    }

    @Test
    void what_somebody_else_did_to_it_is_not_its_outage() {
        var own = List.of(instance(1, Instance.State.DOWN), instance(2, Instance.State.DOWN));
        var crash = incident(1, Cause.CRASHED, NOW.minusSeconds(8));

        for (var cause :
                List.of(Cause.STOPPED, Cause.PAUSED, Cause.MISSING, Cause.NETWORK_DRIFTED)) {
            var incidents = List.of(incident(2, cause, NOW.minusSeconds(3)), crash);
            assertThat(Outage.of(own, incidents, WATCHED, NOW)).as("%s", cause).isEmpty();
        }
        assertThat(Outage.of(own, List.of(crash), WATCHED, NOW)).as("not known yet").isEmpty();
    }

    @Test
    void a_loss_that_was_made_good_says_nothing_about_the_next() {
        var own = List.of(instance(1, Instance.State.DOWN));
        var healed = incident(1, Cause.CRASHED, NOW.minusSeconds(8), Optional.of(NOW));

        assertThat(Outage.of(own, List.of(healed), WATCHED, NOW)).isEmpty();
    }

    @Test
    void one_without_instances_is_not_known_to_be_out() {
        assertThat(Outage.of(List.of(), List.of(), WATCHED, NOW)).isEmpty();
    }

    private static Instance instance(int number, Instance.State state) {
        return new Instance(
                InstanceId.of(DEPLOYMENT, number),
                SHOP,
                2,
                DEPLOYMENT,
                "container",
                new Address("10.213.0.2", 8080),
                state,
                NOW,
                0);
    }

    private static Incident incident(int instance, Cause cause, Instant detectedAt) {
        return incident(instance, cause, detectedAt, Optional.empty());
    }

    private static Incident incident(
            int instance, Cause cause, Instant detectedAt, Optional<Instant> restoredAt) {
        return new Incident(
                "incident-of-" + instance,
                Optional.of(SHOP),
                Optional.of(InstanceId.of(DEPLOYMENT, instance)),
                cause,
                "",
                Optional.empty(),
                false,
                "brought back",
                detectedAt,
                Duration.ZERO,
                restoredAt,
                "",
                List.of());
    }
}
