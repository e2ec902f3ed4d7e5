package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.TestCertificate;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final TestCertificate SHOP =
            valid(TestCertificate.keys("EC", 256), "shop.example", "*.Shop.example");

    @Test
    void says_what_it_is_for_and_never_its_key() {
        var certificate = of(SHOP.chain(), SHOP.key());

        assertThat(certificate.names()).containsExactly("*.shop.example", "shop.example");
        assertThat(certificate.notBefore()).isBefore(NOW);
        assertThat(certificate.notAfter()).isAfter(NOW);
        assertThat(certificate.toString())
                .contains("shop.example")
                .doesNotContain(SHOP.key().substring(40, 60));
        assertThat(certificate.key()).hasToString("•••");
    }

    static Stream<TestCertificate> kinds() {
        return Stream.of(
                        TestCertificate.keys("RSA", 2048),
                        TestCertificate.keys("EC", 256),
                        TestCertificate.keys("EC", 384))
                .map(keys -> valid(keys, "a.example"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_key_of_each_form_becomes_pkcs8(TestCertificate given) {
        var sec1WithParameters =
                "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + given.olderKey();

        assertThat(of(given.chain(), given.key()).key().reveal()).isEqualTo(given.key());
        assertThat(of(given.chain(), given.olderKey()).key().reveal())
                .startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(of(given.chain(), sec1WithParameters).names()).containsExactly("a.example");
    }

    @Test
    void what_is_kept_is_pem_and_nothing_else() {
        var intermediate = TestCertificate.forNames("ca.example").chain();
        var chatty = "Bag Attributes\r\n" + SHOP.chain() + "\n  subject=/CN=ca\n" + intermediate;

        var certificate = of(chatty, "# mine\n" + SHOP.key());

        assertThat(certificate.chain()).isEqualTo(SHOP.chain() + intermediate);
        assertThat(certificate.key().reveal()).isEqualTo(SHOP.key());
    }

    @Test
    void a_text_that_is_no_certificate_is_refused() {
        refused(() -> of("nonsense", SHOP.key()), "The chain is not PEM");
        refused(() -> of(SHOP.key(), SHOP.key()), "The chain holds a PRIVATE KEY");
        refused(() -> of(block("CERTIFICATE", "AAAA"), SHOP.key()), "cannot be read");
        refused(() -> of(block("CERTIFICATE", "A?A"), SHOP.key()), "is not base64");
    }

    @Test
    void a_text_that_is_no_key_is_refused_and_not_repeated() {
        refused(() -> of(SHOP.chain(), "nonsense"), "The key is not one block of PEM but 0");
        refused(() -> of(SHOP.chain(), SHOP.key() + SHOP.key()), "but 2");
        refused(() -> of(SHOP.chain(), block("PRIVATE KEY", "AAAA")), "cannot be read as the EC");
        refused(
                () -> of(SHOP.chain(), block("ENCRYPTED PRIVATE KEY", "AAAA")),
                "without a passphrase");
    }

    @Test
    void the_key_of_another_certificate_is_refused() {
        var other = valid(TestCertificate.keys("EC", 256), "shop.example");

        refused(() -> of(SHOP.chain(), other.key()), "does not belong");
        refused(() -> of(other.chain() + SHOP.chain(), SHOP.key()), "does not belong");
    }

    @Test
    void a_certificate_is_refused_outside_its_time() {
        var keys = SHOP.keys();
        var hour = Duration.ofHours(1);
        var day = Duration.ofDays(1);
        var old = TestCertificate.with(keys, NOW.minus(day), NOW.minus(hour), "a.example");
        var young = TestCertificate.with(keys, NOW.plus(hour), NOW.plus(day), "a.example");

        refused(() -> of(old.chain(), old.key()), "expired at");
        refused(() -> of(young.chain(), young.key()), "not valid before");
        assertThat(Certificate.kept(old.chain(), new Secret(old.key())).notAfter()).isBefore(NOW);
    }

    @Test
    void a_certificate_that_clients_would_not_take_is_refused() {
        var nameless = valid(SHOP.keys());
        var weak = valid(TestCertificate.keys("RSA", 1024), "a.example");
        var unusual = valid(TestCertificate.keys("Ed25519", 0), "a.example");

        refused(() -> of(nameless.chain(), nameless.key()), "names no host");
        refused(() -> of(weak.chain(), weak.key()), "1024 bits");
        refused(() -> of(unusual.chain(), unusual.key()), "RSA and EC");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, true",
        "www.shop.example, true",
        "a.www.shop.example, false",
        "example, false",
        "othershop.example, false",
        "localhost, false"
    })
    void a_wildcard_stands_for_one_label(String host, boolean covered) {
        assertThat(of(SHOP.chain(), SHOP.key()).covers(new HostName(host))).isEqualTo(covered);
    }

    private static TestCertificate valid(KeyPair keys, String... names) {
        return TestCertificate.with(
                keys, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)), names);
    }

    private static Certificate of(String chain, String key) {
        return Certificate.of(chain, new Secret(key), NOW);
    }

    private static String block(String label, String content) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, content, label);
    }

    private static void refused(ThrowingCallable act, String why) {
        assertThatThrownBy(act)
                .isInstanceOf(Complaint.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining(SHOP.key().substring(40, 60));
    }
}
