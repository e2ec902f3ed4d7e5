package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import dev.slipway.dashboard.DashboardEngine;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.Shell;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import dev.slipway.store.Switches;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A spare in a real container; what it answers when it is woken comes from this test, so that
/// something can happen in that moment.
@QuarkusTest
@TestProfile(DashboardEngine.class)
class SparesTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Inject Spares spares;
    @Inject Apps apps;
    @Inject Releases releases;
    @Inject Deployments deployments;
    @Inject Switches switches;
    @Inject Instances instances;

    private HttpServer server;
    private String container;
    private Runnable meanwhile = () -> {};
    private Instance lost;
    private Instance spare;

    @BeforeEach
    void a_lost_instance_and_a_spare() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    meanwhile.run();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        container = Shell.run("docker", "run", "--detach", ProxyContainer.IMAGE, "sleep", "1000");
        Shell.run("docker", "pause", container);
        apps.add(new App(SHOP, AppConfig.DEFAULT, App.Intent.RUNNING, NOW));
        var deployment = liveDeployment();
        lost = instance(deployment, 1, Instance.State.DOWN);
        spare = instance(deployment, 2, Instance.State.STANDBY);
    }

    @AfterEach
    void remove_them() {
        apps.remove(SHOP);
        Shell.run("docker", "rm", "--force", container);
        server.stop(0);
    }

    @Test
    void a_spare_that_answers_takes_the_place() {
        assertThat(spares.wakeFor(lost)).map(Instance::id).contains(spare.id());

        assertThat(state()).isEqualTo(Instance.State.READY);
    }

    @Test
    void a_spare_that_is_drained_while_it_wakes_does_not_come_back() {
        meanwhile = () -> instances.become(spare.id(), Instance.State.DRAINING, NOW);

        assertThat(spares.wakeFor(lost)).isEmpty();

        assertThat(state()).isEqualTo(Instance.State.DRAINING);
    }

    private Instance.State state() {
        return instances.find(spare.id()).orElseThrow().state();
    }

    private Deployment liveDeployment() {
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
        var made = deployments.find(requested.id()).orElseThrow();
        switches.goLive(made, List.of(), List.of(), NOW);
        return made;
    }

    private Instance instance(Deployment deployment, int number, Instance.State state) {
        var instance =
                new Instance(
                        InstanceId.of(deployment.id(), number),
                        SHOP,
                        1,
                        deployment.id(),
                        container,
                        new Address("127.0.0.1", server.getAddress().getPort()),
                        state,
                        NOW,
                        0);
        instances.add(instance);
        return instance;
    }
}
