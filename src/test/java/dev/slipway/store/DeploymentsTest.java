package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Delivery;
import dev.slipway.app.Delivery.Decision;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.DeploymentStatus.Superseded;
import dev.slipway.app.Failure;
import dev.slipway.app.Stage;
import dev.slipway.app.Trigger;
import dev.slipway.store.Deployments.Acceptance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeploymentsTest {
    private static final AppName SHOP = new AppName("shop");
    private static final AppName BLOG = new AppName("blog");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @TempDir Path state;
    private Deployments deployments;

    @BeforeEach
    void two_apps() {
        var store = TestStore.in(state);
        deployments = store.deployments;
        store.add(SHOP, NOW);
        store.add(BLOG, NOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"WEBHOOK", "PUSH", "API", "ROLLBACK", "STOP"})
    void what_is_newer_overtakes_what_is_not_built_yet(Trigger trigger) {
        var queued = accept(SHOP, Trigger.WEBHOOK);
        var building = accept(BLOG, Trigger.PUSH);
        deployments.enter(building.id(), Stage.BUILD, NOW);

        var newer = accept(SHOP, trigger);

        assertThat(status(queued)).isEqualTo(new Superseded(newer.id()));
        assertThat(status(building)).isEqualTo(new DeploymentStatus.Building());
        accept(BLOG, trigger);
        assertThat(status(building)).isInstanceOf(Superseded.class);
    }

    @Test
    void what_is_being_launched_is_overtaken_by_a_stop_only() {
        var launching = accept(SHOP, Trigger.WEBHOOK);
        deployments.enter(launching.id(), Stage.LAUNCH, NOW);

        accept(SHOP, Trigger.WEBHOOK);
        accept(SHOP, Trigger.RESTART);
        assertThat(status(launching)).isEqualTo(new DeploymentStatus.Launching());

        var stop = accept(SHOP, Trigger.STOP);
        assertThat(status(launching)).isEqualTo(new Superseded(stop.id()));
        assertThat(deployments.unfinished()).extracting(Deployment::id).containsExactly(stop.id());
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG", "START", "RESTART"})
    void what_runs_the_live_release_again_overtakes_nothing(Trigger trigger) {
        var queued = accept(SHOP, Trigger.WEBHOOK);

        accept(SHOP, trigger);

        assertThat(status(queued)).isEqualTo(new DeploymentStatus.Queued());
    }

    @Test
    void the_first_end_counts() {
        var deployment = accept(SHOP, Trigger.WEBHOOK);
        var failed = new DeploymentStatus.Failed(new Failure(Stage.BUILD, "no"));

        assertThat(deployments.finish(deployment.id(), failed, NOW)).isTrue();
        assertThat(deployments.finish(deployment.id(), new DeploymentStatus.Cancelled("late"), NOW))
                .isFalse();
        accept(SHOP, Trigger.STOP);

        assertThat(status(deployment)).isEqualTo(failed);
    }

    @Test
    void a_delivery_that_came_before_leads_to_nothing_unless_it_failed() {
        var first = deliver("id-1");
        assertThat(deliver("id-2")).isInstanceOf(Acceptance.Accepted.class);
        var accepted = ((Acceptance.Accepted) first).deployment();

        assertThat(deliver("id-1")).isEqualTo(new Acceptance.Duplicate(accepted.id()));

        var third = ((Acceptance.Accepted) deliver("id-3")).deployment();
        deployments.finish(
                third.id(), new DeploymentStatus.Failed(new Failure(Stage.FETCH, "no")), NOW);
        assertThat(deliver("id-3")).isInstanceOf(Acceptance.Accepted.class);
    }

    @Test
    void the_order_is_that_of_acceptance_whatever_the_clock_says() {
        var before = accept(SHOP, Trigger.RESTART, NOW);
        var afterTheClockWasSetBack = accept(SHOP, Trigger.RESTART, NOW.minusSeconds(3_600));

        assertThat(deployments.latest(Optional.of(SHOP), 2))
                .extracting(Deployment::id)
                .containsExactly(afterTheClockWasSetBack.id(), before.id());
        assertThat(deployments.unfinished())
                .extracting(Deployment::id)
                .containsExactly(before.id(), afterTheClockWasSetBack.id());
    }

    private Deployment accept(AppName app, Trigger trigger) {
        return accept(app, trigger, NOW);
    }

    private Deployment accept(AppName app, Trigger trigger, Instant now) {
        var deployment = requested(app, trigger, now);
        deployments.accept(deployment, Optional.empty());
        return deployment;
    }

    private Acceptance deliver(String id) {
        var deployment = requested(SHOP, Trigger.WEBHOOK, NOW);
        var delivery =
                new Delivery(
                        "row-" + deployment.id(),
                        "github",
                        "push",
                        SHOP,
                        Optional.of(id),
                        Decision.ACCEPTED,
                        "",
                        "0".repeat(64),
                        NOW,
                        Optional.of(deployment.id()));
        return deployments.accept(deployment, Optional.of(delivery));
    }

    private static Deployment requested(AppName app, Trigger trigger, Instant now) {
        return Deployment.requested(app, trigger, Optional.empty(), Optional.empty(), now);
    }

    private DeploymentStatus status(Deployment deployment) {
        return deployments.find(deployment.id()).orElseThrow().status();
    }
}
