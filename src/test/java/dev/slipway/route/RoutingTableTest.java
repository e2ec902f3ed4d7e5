package dev.slipway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.HostName;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Resilience;
import dev.slipway.nginx.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
    private static final HostName DOMAIN = new HostName("localhost");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final AppName NAME = new AppName("a");

    @Test
    void ready_instances_are_served_and_others_are_not() {
        var route =
                route(
                        App.Intent.RUNNING,
                        false,
                        instance(1, Instance.State.READY),
                        instance(2, Instance.State.DOWN),
                        instance(3, Instance.State.STARTING));

        assertThat(route).contains(serving(1));
    }

    @Test
    void requests_wait_while_all_are_down() {
        assertThat(route(App.Intent.RUNNING, true, instance(1, Instance.State.DOWN)))
                .contains(new Route.Held());
    }

    @Test
    void a_first_deployment_says_that_the_app_starts() {
        assertThat(route(App.Intent.RUNNING, true, instance(1, Instance.State.STARTING)))
                .contains(new Route.Starting());
        assertThat(route(App.Intent.RUNNING, false)).isEmpty();
    }

    @Test
    void a_stopped_app_is_not_served_whatever_still_runs() {
        assertThat(route(App.Intent.STOPPED, false, instance(1, Instance.State.READY)))
                .contains(new Route.Stopped());
    }

    @Test
    void own_hosts_lead_to_the_same_place() {
        var config =
                new AppConfig(
                        AppConfig.DEFAULT.repository(),
                        AppConfig.DEFAULT.branch(),
                        Optional.empty(),
                        Optional.empty(),
                        "/",
                        AppConfig.DEFAULT.env(),
                        List.of(new HostName("www.example.com")),
                        1,
                        AppConfig.DEFAULT.build(),
                        Optional.empty(),
                        AppConfig.DEFAULT.limits(),
                        AppConfig.DEFAULT.edge(),
                        Resilience.DEFAULT);
        var app = new App(NAME, config, App.Intent.RUNNING, NOW);

        var table =
                RoutingTable.of(
                        List.of(
                                new RoutingTable.Served(
                                        app,
                                        List.of(instance(1, Instance.State.READY)),
                                        false,
                                        true)),
                        DOMAIN);

        assertThat(table)
                .containsEntry(new HostName("a.localhost"), serving(1))
                .containsEntry(new HostName("www.example.com"), serving(1))
                .hasSize(2);
    }

    private static Optional<Route> route(
            App.Intent intent, boolean deploying, Instance... instances) {
        var app = new App(NAME, AppConfig.DEFAULT, intent, NOW);
        var served = new RoutingTable.Served(app, List.of(instances), deploying, true);
        return Optional.ofNullable(
                RoutingTable.of(List.of(served), DOMAIN).get(new HostName("a.localhost")));
    }

    private static Route serving(int number) {
        return new Route.Serving(7, List.of(address(number)));
    }

    private static Address address(int number) {
        return new Address("10.213.0." + (1 + number), 8080);
    }

    private static Instance instance(int number, Instance.State state) {
        var deployment = DeploymentId.at(NOW);
        return new Instance(
                InstanceId.of(deployment, number),
                NAME,
                7,
                deployment,
                "c",
                address(number),
                state,
                NOW,
                0);
    }
}
