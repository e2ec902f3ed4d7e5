package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppCertificate;
import dev.slipway.app.AppName;
import dev.slipway.app.Certificate;
import dev.slipway.app.HostName;
import dev.slipway.app.Secret;
import dev.slipway.lab.TestCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {
    private static final AppName SHOP = new AppName("shop");
    private static final List<HostName> HOSTS =
            List.of(new HostName("shop.example"), new HostName("www.shop.example"));
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final TestCertificate MADE = TestCertificate.forNames("shop.example");
    private static final Certificate CERTIFICATE =
            Certificate.kept(MADE.chain(), new Secret(MADE.key()));

    @TempDir Path state;
    private Apps apps;
    private Certificates certificates;

    @BeforeEach
    void an_app() {
        var store = TestStore.in(state);
        apps = store.apps;
        certificates = new SqliteCertificates(store.database, store.vault);
        store.add(SHOP, NOW);
    }

    @Test
    void what_was_given_is_found_whole() {
        certificates.put(SHOP, new AppCertificate.Given(CERTIFICATE));

        var found = certificates.find(SHOP).orElseThrow();

        assertThat(found).isInstanceOf(AppCertificate.Given.class);
        var certificate = found.inUse().orElseThrow();
        assertThat(certificate.chain()).isEqualTo(MADE.chain());
        assertThat(certificate.key().reveal()).isEqualTo(MADE.key());
        assertThat(certificate.names()).containsExactly("shop.example");
        assertThat(found.toString()).doesNotContain(MADE.key().substring(40, 60));
    }

    @Test
    void an_order_goes_its_way() {
        var wish = new AppCertificate.Pending(Optional.empty());
        var failed = new AppCertificate.Failed(Optional.empty(), "no such host", 3, NOW, HOSTS);
        certificates.put(SHOP, wish);
        assertThat(certificates.all()).containsExactly(Map.entry(SHOP, wish));

        assertThat(certificates.settle(SHOP, failed)).isTrue();
        assertThat(certificates.find(SHOP)).contains(failed);

        assertThat(certificates.settle(SHOP, new AppCertificate.Issued(CERTIFICATE, HOSTS)))
                .isTrue();
        assertThat(certificates.find(SHOP))
                .get()
                .isInstanceOfSatisfying(
                        AppCertificate.Issued.class,
                        issued -> assertThat(issued.hosts()).isEqualTo(HOSTS));
    }

    @Test
    void a_failed_renewal_keeps_what_is_in_use() {
        certificates.put(SHOP, new AppCertificate.Issued(CERTIFICATE, HOSTS));
        certificates.settle(
                SHOP, new AppCertificate.Failed(Optional.of(CERTIFICATE), "no", 1, NOW, HOSTS));

        assertThat(certificates.find(SHOP).orElseThrow().inUse())
                .map(Certificate::chain)
                .contains(MADE.chain());
    }

    @Test
    void an_order_that_its_owner_withdrew_is_not_kept() {
        var issued = new AppCertificate.Issued(CERTIFICATE, HOSTS);

        assertThat(certificates.settle(SHOP, issued)).isFalse();
        assertThat(certificates.find(SHOP)).isEmpty();

        certificates.put(SHOP, new AppCertificate.Given(CERTIFICATE));
        assertThat(certificates.settle(SHOP, issued)).isFalse();
        assertThat(certificates.find(SHOP)).get().isInstanceOf(AppCertificate.Given.class);
    }

    @Test
    void it_goes_with_its_app() {
        certificates.put(SHOP, new AppCertificate.Given(CERTIFICATE));
        apps.remove(SHOP);

        assertThat(certificates.all()).isEmpty();
    }
}
