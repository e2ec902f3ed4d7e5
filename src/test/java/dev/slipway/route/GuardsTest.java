package dev.slipway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Cidr;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.EdgeConfig;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Resilience;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardsTest {
    private static final AppName NAME = new AppName("shop");
    private static final DeploymentId DEPLOYMENT = new DeploymentId("0mwv78ge4nvrf0y");
    private static final List<Instance> SERVED =
            List.of(
                    new Instance(
                            InstanceId.of(DEPLOYMENT, 1),
                            NAME,
                            1,
                            DEPLOYMENT,
                            "container",
                            new Address("10.213.0.2", 8080),
                            Instance.State.READY,
                            Instant.EPOCH,
                            0));
    private static final App PUBLIC = app(List.of());
    private static final App GUARDED = app(List.of(new Cidr("10.0.0.0/8")));

    private final Guards guards = new Guards();

    @Test
    void an_app_without_a_guard_is_open() {
        assertThat(guards.isOpen(PUBLIC, SERVED)).isTrue();
    }

    @Test
    void a_new_app_with_a_guard_is_not_open_for_a_moment() {
        guards.isOpen(PUBLIC, List.of());

        assertThat(guards.isOpen(GUARDED, List.of())).isFalse();
        assertThat(guards.isOpen(GUARDED, SERVED)).isFalse();
    }

    @Test
    void an_app_that_was_served_to_all_stays_open_until_its_guard_is_in_effect() {
        guards.isOpen(PUBLIC, SERVED);
        assertThat(guards.isOpen(GUARDED, SERVED)).isTrue();

        guards.inEffect(Set.of(NAME));
        assertThat(guards.isOpen(GUARDED, SERVED)).isFalse();
    }

    /// Removed and made again by the same name, before any reload.
    @Test
    void an_app_that_was_made_anew_is_not_open_because_another_of_its_name_was() {
        guards.isOpen(PUBLIC, SERVED);

        var anew = new App(NAME, GUARDED.config(), App.Intent.RUNNING, Instant.EPOCH.plusMillis(1));

        assertThat(guards.isOpen(anew, SERVED)).isFalse();
    }

    @Test
    void a_reload_without_its_guard_changes_nothing() {
        guards.isOpen(PUBLIC, SERVED);

        guards.inEffect(Set.of(new AppName("other")));

        assertThat(guards.isOpen(GUARDED, SERVED)).isTrue();
    }

    private static App app(List<Cidr> allow) {
        var d = EdgeConfig.DEFAULT;
        var edge =
                new EdgeConfig(
                        d.maintenance(),
                        d.httpsOnly(),
                        d.hstsSeconds(),
                        d.bodyLimitMb(),
                        d.readTimeout(),
                        d.sendTimeout(),
                        d.users(),
                        allow,
                        d.canonicalHost(),
                        d.redirects(),
                        d.grpc(),
                        d.directives());
        var c = AppConfig.DEFAULT;
        var config =
                new AppConfig(
                        c.repository(),
                        c.branch(),
                        c.webhookSecret(),
                        c.port(),
                        c.healthPath(),
                        c.env(),
                        c.hosts(),
                        c.replicas(),
                        c.build(),
                        c.image(),
                        c.limits(),
                        edge,
                        Resilience.DEFAULT);
        return new App(NAME, config, App.Intent.RUNNING, Instant.EPOCH);
    }
}
