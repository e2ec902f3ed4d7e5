package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SwitchesTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir Path state;
    private Deployments deployments;
    private Instances instances;
    private Switches switches;
    private Releases releases;
    private Deployment deployment;
    private Instance fresh;

    @BeforeEach
    void a_deployment_about_to_go_live() {
        var store = TestStore.in(state);
        deployments = store.deployments;
        instances = store.instances;
        switches = new SqliteSwitches(store.database);
        releases = store.releases;
        store.add(SHOP, NOW);
        var requested =
                Deployment.requested(SHOP, Trigger.API, Optional.empty(), Optional.empty(), NOW);
        deployments.accept(requested, Optional.empty());
        releases.add(
                new Release(
                        SHOP,
                        1,
                        requested.id(),
                        Optional.empty(),
                        new ImageRef("slipway/shop:1"),
                        AppConfig.DEFAULT,
                        NOW));
        deployment = deployments.find(requested.id()).orElseThrow();
        fresh =
                new Instance(
                        InstanceId.of(deployment.id(), 1),
                        SHOP,
                        1,
                        deployment.id(),
                        "0123456789ab",
                        new Address("10.213.0.2", 8080),
                        Instance.State.STARTING,
                        NOW,
                        0);
        instances.add(fresh);
    }

    @Test
    void going_live_changes_all_at_once() {
        assertThat(switches.goLive(deployment, List.of(fresh), List.of(), NOW)).isTrue();

        assertThat(status()).isEqualTo(new DeploymentStatus.Live());
        assertThat(instance().state()).isEqualTo(Instance.State.READY);
        assertThat(releases.live(SHOP)).map(Release::number).contains(1);
    }

    @Test
    void a_deployment_that_was_cancelled_in_mid_switch_stays_cancelled() {
        deployments.finish(deployment.id(), new DeploymentStatus.Cancelled("by its owner"), NOW);

        assertThat(switches.goLive(deployment, List.of(fresh), List.of(), NOW)).isFalse();

        assertThat(status()).isEqualTo(new DeploymentStatus.Cancelled("by its owner"));
        assertThat(instance().state()).isEqualTo(Instance.State.STARTING);
        assertThat(releases.live(SHOP)).isEmpty();
    }

    @Test
    void an_instance_that_went_live_since_it_was_seen_starting_is_not_drained() {
        switches.goLive(deployment, List.of(fresh), List.of(), NOW);

        assertThat(instances.become(fresh, Instance.State.DRAINING, NOW)).isFalse();
        assertThat(instance().state()).isEqualTo(Instance.State.READY);
        assertThat(instances.become(instance(), Instance.State.DRAINING, NOW)).isTrue();
    }

    private DeploymentStatus status() {
        return deployments.find(deployment.id()).orElseThrow().status();
    }

    private Instance instance() {
        return instances.find(fresh.id()).orElseThrow();
    }
}
