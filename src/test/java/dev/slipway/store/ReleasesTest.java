package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Release;
import dev.slipway.app.Stage;
import dev.slipway.app.Trigger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @TempDir Path state;
    private TestStore store;

    @BeforeEach
    void an_app() {
        store = TestStore.in(state);
        store.add(SHOP, NOW);
    }

    @Test
    void a_release_comes_with_its_deployment_or_not_at_all() {
        var wanted = accept(Trigger.WEBHOOK);
        assertThat(store.releases.add(release(1, wanted))).isTrue();
        assertThat(store.deployments.find(wanted.id()).orElseThrow().release()).contains(1);

        var cancelled = accept(Trigger.WEBHOOK);
        store.deployments.finish(cancelled.id(), new DeploymentStatus.Cancelled("no"), NOW);
        assertThat(store.releases.add(release(2, cancelled))).isFalse();
        assertThat(store.releases.of(SHOP)).extracting(Release::number).containsExactly(1);
    }

    @Test
    void what_is_live_or_about_to_run_is_not_forgotten() {
        var live = accept(Trigger.WEBHOOK);
        store.releases.add(release(1, live));
        assertThat(store.releases.forget(SHOP, 1)).isFalse(); // its deployment is under way

        new SqliteSwitches(store.database)
                .goLive(store.deployments.find(live.id()).orElseThrow(), List.of(), List.of(), NOW);
        assertThat(store.releases.forget(SHOP, 1)).isFalse(); // it is live

        var next = accept(Trigger.WEBHOOK);
        store.releases.add(release(2, next));
        new SqliteSwitches(store.database)
                .goLive(store.deployments.find(next.id()).orElseThrow(), List.of(), List.of(), NOW);
        var back =
                Deployment.requested(SHOP, Trigger.ROLLBACK, Optional.empty(), Optional.of(1), NOW);
        store.deployments.accept(back, Optional.empty());
        assertThat(store.releases.forget(SHOP, 1)).isFalse(); // somebody goes back to it

        store.deployments.finish(back.id(), new DeploymentStatus.Cancelled("no"), NOW);
        assertThat(store.releases.forget(SHOP, 1)).isTrue();
    }

    @Test
    void those_that_served_are_told_the_latest_switch_first() {
        goLive(made(1), 0);
        var didNotStart = made(2);
        var slow = made(3);
        goLive(made(4), 1);
        goLive(slow, -3600); // the clock was set back
        store.deployments.finish(didNotStart.id(), new DeploymentStatus.Cancelled("no"), NOW);
        var restart = accept(Trigger.RESTART);
        store.deployments.runs(restart.id(), store.releases.find(SHOP, 4).orElseThrow());
        goLive(restart, 3);

        assertThat(store.releases.served(SHOP))
                .extracting(one -> one.release().number())
                .containsExactly(3, 4, 1);
        assertThat(store.releases.served(SHOP).getFirst().by()).contains(Trigger.WEBHOOK);
    }

    @Test
    void one_that_was_adopted_served() {
        var lost = Deployment.requested(SHOP, Trigger.API, Optional.empty(), Optional.empty(), NOW);
        var app = store.apps.find(SHOP).orElseThrow();
        store.adoptions.adopt(app, release(7, lost), List.of(), 7);

        assertThat(store.releases.served(SHOP))
                .containsExactly(new Releases.Served(release(7, lost), Optional.empty()));
    }

    private Deployment made(int number) {
        var deployment = accept(Trigger.WEBHOOK);
        store.releases.add(release(number, deployment));
        store.deployments.enter(deployment.id(), Stage.LAUNCH, NOW); // overtaken by nothing then
        return deployment;
    }

    private void goLive(Deployment deployment, int second) {
        var at = NOW.plusSeconds(second);
        store.deployments.enter(deployment.id(), Stage.ROUTE, at);
        new SqliteSwitches(store.database)
                .goLive(
                        store.deployments.find(deployment.id()).orElseThrow(),
                        List.of(),
                        List.of(),
                        at);
    }

    private Deployment accept(Trigger trigger) {
        var deployment =
                Deployment.requested(SHOP, trigger, Optional.empty(), Optional.empty(), NOW);
        store.deployments.accept(deployment, Optional.empty());
        return deployment;
    }

    private static Release release(int number, Deployment deployment) {
        return new Release(
                SHOP,
                number,
                deployment.id(),
                Optional.empty(),
                new ImageRef("slipway/shop:" + number),
                AppConfig.DEFAULT,
                NOW);
    }
}
