package dev.slipway.acme;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.Complaint;
import dev.slipway.lab.Settings;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderableTest {
    @ParameterizedTest
    @ValueSource(strings = {"a.localhost", "localhost", "a.local", "a.b.internal", "a.test"})
    void a_private_host_is_refused_unless_it_is_allowed(String host) {
        var app = RenewalPlanTest.shop(host);
        var allowing = Settings.with(Map.of("slipway.acme.private-names", "true"));

        assertThatThrownBy(() -> new Orderable(Settings.with(Map.of())).check(app))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining(host);
        assertThatCode(() -> new Orderable(allowing).check(app)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "internal.example", "latest", "local.com"})
    void any_other_host_is_not(String host) {
        assertThatCode(() ->
                        new Orderable(Settings.with(Map.of())).check(RenewalPlanTest.shop(host)))
                .doesNotThrowAnyException();
    }
}
