package dev.slipway.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.App;
import dev.slipway.app.AppCertificate;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Certificate;
import dev.slipway.app.HostName;
import dev.slipway.app.Resilience;
import dev.slipway.app.Secret;
import dev.slipway.lab.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalPlanTest {
    private static final AppName SHOP = new AppName("shop");
    private static final String HOST = "shop.example";
    private static final String OTHER = "www.shop.example";
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void a_wish_is_due_at_once() {
        assertThat(isDue(new AppCertificate.Pending(Optional.empty()))).isTrue();
    }

    @Test
    void what_its_owner_gave_is_never_due() {
        assertThat(isDue(new AppCertificate.Given(expiringIn(Duration.ofDays(-1))))).isFalse();
    }

    @Test
    void an_app_that_wants_none_is_not_due() {
        assertThat(RenewalPlan.due(List.of(shop(HOST)), Map.of(), NOW)).isEmpty();
    }

    @Test
    void an_app_that_has_no_hosts_any_more_is_not_due() {
        var wanted = Map.<AppName, AppCertificate>of(SHOP, issued(Duration.ofDays(-1)));

        assertThat(RenewalPlan.due(List.of(shop()), wanted, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"60, false", "31, false", "30, false", "29, true", "0, true", "-5, true"})
    void one_of_90_days_is_due_when_less_than_a_third_is_left(int daysLeft, boolean due) {
        assertThat(isDue(issued(Duration.ofDays(daysLeft)))).isEqualTo(due);
    }

    @Test
    void other_hosts_are_due_at_once() {
        var wanted = Map.<AppName, AppCertificate>of(SHOP, issued(Duration.ofDays(80)));

        assertThat(RenewalPlan.due(List.of(shop(HOST, OTHER)), wanted, NOW)).hasSize(1);
        assertThat(RenewalPlan.due(List.of(shop(OTHER)), wanted, NOW)).hasSize(1);
    }

    @Test
    void what_failed_waits_unless_its_hosts_are_others() {
        var wanted = Map.<AppName, AppCertificate>of(SHOP, failed(NOW.plusSeconds(1)));

        assertThat(RenewalPlan.due(List.of(shop(HOST)), wanted, NOW)).isEmpty();
        assertThat(RenewalPlan.due(List.of(shop(HOST)), wanted, NOW.plusSeconds(1))).hasSize(1);
        assertThat(RenewalPlan.due(List.of(shop(OTHER)), wanted, NOW)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1M", "2, PT2M", "3, PT4M", "11, PT17H4M", "12, P1D", "1000000, P1D"})
    void patience_doubles_from_a_minute_to_a_day(int attempts, Duration wait) {
        assertThat(RenewalPlan.nextAttempt(attempts, Optional.empty(), NOW))
                .isEqualTo(NOW.plus(wait));
    }

    @Test
    void an_authority_that_wants_to_be_asked_later_is() {
        var later = NOW.plus(Duration.ofDays(3));

        assertThat(RenewalPlan.nextAttempt(1, Optional.of(later), NOW)).isEqualTo(later);
        assertThat(RenewalPlan.nextAttempt(3, Optional.of(NOW.plusSeconds(5)), NOW))
                .isEqualTo(NOW.plus(Duration.ofMinutes(4)));
    }

    private static boolean isDue(AppCertificate certificate) {
        return !RenewalPlan.due(List.of(shop(HOST)), Map.of(SHOP, certificate), NOW).isEmpty();
    }

    private static AppCertificate issued(Duration left) {
        return new AppCertificate.Issued(expiringIn(left), List.of(new HostName(HOST)));
    }

    private static AppCertificate failed(Instant next) {
        return new AppCertificate.Failed(
                Optional.empty(), "no", 1, next, List.of(new HostName(HOST)));
    }

    private static Certificate expiringIn(Duration left) {
        var notAfter = NOW.plus(left);
        var made =
                TestCertificate.with(
                        TestCertificate.keys("EC", 256),
                        notAfter.minus(Duration.ofDays(90)),
                        notAfter,
                        HOST);
        return Certificate.kept(made.chain(), new Secret(made.key()));
    }

    static App shop(String... hosts) {
        var d = AppConfig.DEFAULT;
        var config =
                new AppConfig(
                        d.repository(),
                        d.branch(),
                        d.webhookSecret(),
                        d.port(),
                        d.healthPath(),
                        d.env(),
                        Stream.of(hosts).map(HostName::new).toList(),
                        d.replicas(),
                        d.build(),
                        d.image(),
                        d.limits(),
                        d.edge(),
                        Resilience.DEFAULT);
        return new App(SHOP, config, App.Intent.RUNNING, NOW);
    }
}
