package dev.slipway.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.docker.Containers.OwnContainer;
import dev.slipway.docker.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrphansTest {
    private static final OwnContainer OLD = container("old", 4, "10.213.0.2", Status.RUNNING);
    private static final OwnContainer NEW = container("new", 5, "10.213.0.20", Status.RUNNING);
    private static final OwnContainer DEAD = container("dead", 6, "10.213.0.4", Status.EXITED);
    private static final Orphans ORPHANS =
            new Orphans(new AppName("shop"), List.of(OLD, NEW, DEAD));

    @Test
    void what_the_proxy_leads_to_is_what_is_served() {
        assertThat(ORPHANS.serving(List.of("@stopped", "4! 10.213.0.2:3000"))).containsExactly(OLD);
        assertThat(ORPHANS.serving(List.of("5 10.213.0.9:3000,10.213.0.20:3000")))
                .containsExactly(NEW);
    }

    @Test
    void without_the_proxy_it_is_the_newest_that_runs() {
        assertThat(ORPHANS.serving(List.of())).containsExactly(NEW);
        assertThat(new Orphans(new AppName("shop"), List.of(DEAD)).serving(List.of()))
                .containsExactly(DEAD);
    }

    @Test
    void numbers_go_on_above_all_that_were_seen() {
        assertThat(ORPHANS.highestRelease()).isEqualTo(6);
    }

    @Test
    void the_port_is_the_one_in_use_else_the_one_that_was_told() {
        assertThat(Orphans.port(OLD, List.of("5 10.213.0.20:1", "4 10.213.0.2:3000")))
                .isEqualTo(3000);
        assertThat(Orphans.port(OLD, List.of("5 10.213.0.20:1"))).isEqualTo(8080);
    }

    @Test
    void the_proxy_knows_the_hosts_and_whether_they_are_guarded() {
        var routes = new TreeMap<HostName, String>();
        routes.put(new HostName("shop.example"), "4! 10.213.0.2:3000");
        routes.put(new HostName("blog.example"), "4 10.213.0.20:3000");
        routes.put(new HostName("idle.example"), "@stopped");

        assertThat(Orphans.routesTo(OLD, routes)).containsOnlyKeys(new HostName("shop.example"));
        assertThat(Orphans.isGuarded("4! 10.213.0.2:3000")).isTrue();
        assertThat(Orphans.isGuarded("4 10.213.0.20:3000")).isFalse();
    }

    private static OwnContainer container(String id, int release, String ip, Status status) {
        return new OwnContainer(
                id,
                "slipway/shop:" + release,
                status,
                Map.of(Labels.RELEASE, Integer.toString(release)),
                Map.of("PORT", "8080"),
                ip,
                Instant.EPOCH);
    }
}
