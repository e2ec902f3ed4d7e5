package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Instance;
import dev.slipway.app.Trigger;
import dev.slipway.dashboard.DashboardEngine;
import dev.slipway.dashboard.Rows;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.Images;
import dev.slipway.lab.ProxyContainer;
import dev.slipway.lab.Shell;
import dev.slipway.pipeline.Intake;
import dev.slipway.pipeline.Journal;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Docker says nothing of one app, as when the runtime of its container hangs: the next one is
/// looked after all the same.
@QuarkusTest
@TestProfile(DashboardEngine.class)
class SilenceTest {
    @Inject Apps apps;
    @Inject Releases releases;
    @Inject Instances instances;
    @Inject Deployments deployments;
    @Inject Incidents incidents;
    @Inject Containers containers;
    @Inject Images images;
    @Inject Intake intake;
    @Inject Journal journal;
    @Inject Clock clock;
    @Inject Rows rows;

    private AppName hung;
    private AppName well;

    @BeforeEach
    void two_apps() {
        rows.clear();
        hung = rows.app("a-hung");
        well = rows.app("b-well");
        rows.live(hung);
        rows.live(well);
    }

    @AfterEach
    void remove_them() {
        rows.clear();
    }

    @Test
    void what_the_others_use_is_noted() {
        var container =
                Shell.run("docker", "run", "--detach", ProxyContainer.IMAGE, "sleep", "1000");
        try {
            var running = instances.of(well).getFirst();
            instances.inContainer(running.id(), container);
            var recorder =
                    new FlightRecorder(
                            instances, silentOf(Containers.class, containers, containerOf(hung)));

            recorder.note();
            recorder.note();

            assertThat(recorder.of(running.id())).hasSize(1);
        } finally {
            Shell.run("docker", "rm", "--force", container);
        }
    }

    @Test
    void the_image_of_another_is_made_again() {
        var lost = releases.live(hung).orElseThrow().image();
        var keeper =
                new ImageKeeper(
                        apps,
                        releases,
                        instances,
                        deployments,
                        incidents,
                        containers,
                        silentOf(Images.class, images, lost),
                        intake,
                        journal,
                        clock);

        keeper.audit();

        assertThat(triggers(hung)).doesNotContain(Trigger.HEAL);
        assertThat(triggers(well)).contains(Trigger.HEAL);
    }

    private String containerOf(AppName app) {
        return instances.of(app).stream().map(Instance::container).findFirst().orElseThrow();
    }

    private List<Trigger> triggers(AppName app) {
        return deployments.latest(Optional.of(app), 10).stream().map(Deployment::trigger).toList();
    }

    /// The real thing, but for questions about this one.
    private static <T> T silentOf(Class<T> port, T real, Object subject) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> {
                            if (arguments != null && subject.equals(arguments[0])) {
                                throw new DockerTrouble("Docker has not answered for 60 s");
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
