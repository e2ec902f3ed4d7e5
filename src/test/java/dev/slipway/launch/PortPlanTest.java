package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppConfig;
import dev.slipway.app.Environment;
import dev.slipway.app.Resilience;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    private static final TreeSet<Integer> NONE = new TreeSet<>();

    @Test
    void the_configured_port_wins() {
        var plan = PortPlan.of(config(Optional.of(3000), "4000"), new TreeSet<>(List.of(5000)));

        assertThat(plan).isEqualTo(new PortPlan(3000, List.of(3000)));
    }

    @Test
    void then_the_variable_port() {
        assertThat(PortPlan.of(config(Optional.empty(), "4000"), new TreeSet<>(List.of(5000))))
                .isEqualTo(new PortPlan(4000, List.of(4000)));
        assertThat(PortPlan.of(config(Optional.empty(), "99999"), NONE).announced())
                .isEqualTo(8080);
        assertThat(PortPlan.of(config(Optional.empty(), "http"), NONE).announced()).isEqualTo(8080);
    }

    @Test
    void then_the_lowest_exposed_one() {
        assertThat(PortPlan.of(AppConfig.DEFAULT, new TreeSet<>(List.of(9090, 3000))).candidates())
                .containsExactly(3000);
    }

    @Test
    void else_the_usual_ones() {
        assertThat(PortPlan.of(AppConfig.DEFAULT, NONE))
                .isEqualTo(new PortPlan(8080, List.of(8080, 5000)));
    }

    private static AppConfig config(Optional<Integer> port, String variable) {
        var base = AppConfig.DEFAULT;
        return new AppConfig(
                base.repository(),
                base.branch(),
                base.webhookSecret(),
                port,
                base.healthPath(),
                new Environment(Map.of("PORT", variable)),
                base.hosts(),
                base.replicas(),
                base.build(),
                base.image(),
                base.limits(),
                base.edge(),
                Resilience.DEFAULT);
    }
}
