package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Loss;
import dev.slipway.app.Usage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossesTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @TempDir Path state;
    private TestStore store;
    private Losses losses;
    private Incidents incidents;
    private final DeploymentId deployment = DeploymentId.at(NOW);
    private final Instance serving =
            new Instance(
                    InstanceId.of(deployment, 1),
                    SHOP,
                    1,
                    deployment,
                    "c1",
                    new Address("10.213.0.2", 8080),
                    Instance.State.READY,
                    NOW.minusSeconds(60),
                    0);
    private final Loss loss =
            Loss.of(
                    serving,
                    Cause.HUNG,
                    "says nothing within 2 s",
                    Optional.of(137),
                    "killed and started again",
                    NOW.minusMillis(20),
                    NOW,
                    List.of(new Usage(NOW.minusSeconds(10), 12.5, 4096)));

    @BeforeEach
    void an_instance_that_serves() {
        store = TestStore.in(state);
        losses = new SqliteLosses(store.database);
        incidents = new SqliteIncidents(store.database);
        store.add(SHOP, NOW);
        store.instances.add(serving);
    }

    @Test
    void a_loss_is_kept_in_the_moment_in_which_its_instance_is_down_until_it_is_told() {
        assertThat(losses.add(serving, loss)).isTrue();

        assertThat(store.instances.find(serving.id()).orElseThrow().isDown()).isTrue();
        assertThat(losses.untold()).containsExactly(loss);
        assertThat(incidents.latest(Optional.of(SHOP), 10)).isEmpty();

        var incident =
                loss.asIncident(loss.cause(), "it " + loss.said(), loss.exitCode(), false, "log");
        incidents.add(incident);

        assertThat(losses.untold()).isEmpty();
        assertThat(incidents.latest(Optional.of(SHOP), 10)).containsExactly(incident);
    }

    @Test
    void what_somebody_changed_meanwhile_is_not_lost() {
        store.instances.become(serving.id(), Instance.State.DRAINING, NOW);

        assertThat(losses.add(serving, loss)).isFalse();

        assertThat(losses.untold()).isEmpty();
        assertThat(store.instances.find(serving.id()).orElseThrow().state())
                .isEqualTo(Instance.State.DRAINING);
    }

    @Test
    void a_removed_app_has_lost_nothing() {
        losses.add(serving, loss);

        store.apps.remove(SHOP);

        assertThat(losses.untold()).isEmpty();
    }
}
