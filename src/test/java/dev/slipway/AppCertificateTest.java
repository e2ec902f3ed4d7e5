package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.Certificate;
import dev.slipway.app.HostName;
import dev.slipway.app.Secret;
import dev.slipway.lab.Engine;
import dev.slipway.lab.Pebble;
import dev.slipway.lab.TestCertificate;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Certificates that owners give, and those that a real authority issues after it has looked at the
/// app's hosts through the real proxy.
@QuarkusTest
class AppCertificateTest {
    private static final String APP = "/api/apps/vouched";
    private static final String CERTIFICATE = APP + "/certificate";
    private static final String ORDER = "{\"acme\":true}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path temp;
    private final Engine engine = new Engine();

    @BeforeEach
    void an_app_with_hosts() {
        engine.post(
                        "/api/apps",
                        "{\"name\":\"vouched\",\"hosts\":[\"vouched.example\",\"www.vouched.example\"]}")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void remove_it() {
        engine.authorized().delete(APP).then().statusCode(204);
    }

    @Test
    void a_given_certificate_is_told_without_its_key_and_removed() {
        engine.authorized().get(CERTIFICATE).then().statusCode(404);

        var put = engine.put(CERTIFICATE, json(TestCertificate.forNames("*.vouched.example")));

        assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
        var told = engine.get(CERTIFICATE);
        assertThat(told.path("source").asText()).isEqualTo("given");
        assertThat(told.path("state").asText()).isEqualTo("issued");
        assertThat(told.path("hosts")).hasToString("[\"*.vouched.example\"]");
        assertThat(Instant.parse(told.path("notAfter").asText())).isAfter(Instant.now());
        assertThat(told.toString()).doesNotContain("problem", "nextAttempt", "KEY", "key");
        engine.authorized().delete(CERTIFICATE).then().statusCode(204);
        engine.authorized().get(CERTIFICATE).then().statusCode(404);
    }

    @Test
    void a_given_certificate_may_be_for_the_engines_own_domain() {
        engine.put(CERTIFICATE, json(TestCertificate.forNames("vouched.localhost")))
                .then()
                .statusCode(200);
    }

    @Test
    void a_certificate_that_does_not_fit_is_refused() {
        var other = TestCertificate.forNames("other.example");
        var mixed = new TestCertificate(other.chain(), TestCertificate.keys("EC", 256));

        refused(json(other), "none of which is a host of app vouched");
        refused(json(mixed), "does not belong");
        engine.authorized().get(CERTIFICATE).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | Give either chain and key",
                "{\"acme\":false} | Give either chain and key",
                "{\"acme\":true,\"chain\":\"x\"} | Give either chain and key",
                "{\"chain\":\"x\"} | Give either chain and key",
                "{\"chain\":\"x\",\"key\":\"y\"} | The chain is not PEM",
                "{\"chain\":\"x\",\"key\":\"\"} | Secret is empty",
                "{\"certificate\":\"x\"} | There is no field certificate"
            })
    void bad_input_is_told_what_is_wrong(String body, String complaint) {
        refused(body, complaint);
    }

    @Test
    void hosts_that_nobody_can_vouch_for_are_refused() {
        hosts("a.internal", "vouched.example");
        refused(ORDER, "Host a.internal lies in a private domain");
        hosts();
        refused(ORDER, "App vouched has no hosts");
        engine.put("/api/apps/nobody/certificate", ORDER).then().statusCode(404);
    }

    @Test
    void an_order_is_issued() throws IOException {
        try (var _ = Pebble.start(temp)) {
            var pending = engine.put(CERTIFICATE, ORDER).jsonPath();

            assertThat(pending.getString("source")).isEqualTo("acme");
            assertThat(pending.getString("state")).isEqualTo("pending");
            assertThat(pending.getList("hosts")).hasSize(2);
            var told = awaitState("issued");
            assertThat(told.path("hosts"))
                    .hasToString("[\"vouched.example\",\"www.vouched.example\"]");
            assertThat(Instant.parse(told.path("notAfter").asText())).isAfter(Instant.now());
            var kept = kept();
            assertThat(kept.chain().split("BEGIN CERTIFICATE", -1)).hasSizeGreaterThan(2);
            assertThat(kept.covers(new HostName("www.vouched.example"))).isTrue();
            assertThat(mode("acme-account.pem")).isEqualTo("rw-------");
            assertThat(mode("slipway.db")).isEqualTo("rw-------");
            engine.put(CERTIFICATE, ORDER).then().statusCode(200);
            assertThat(engine.get(CERTIFICATE).path("state").asText()).isEqualTo("issued");
        }
    }

    @Test
    void hosts_that_change_are_ordered_at_once_and_a_refusal_leaves_the_old_certificate()
            throws IOException, InterruptedException {
        try (var authority = Pebble.start(temp)) {
            authority.resolve("lost.example", "127.0.0.9"); // where no proxy listens
            engine.put(CERTIFICATE, ORDER);
            var notAfter = awaitState("issued").path("notAfter").asText();

            hosts("lost.example", "vouched.example");
            var failed = awaitState("failed");

            assertThat(failed.path("problem").asText())
                    .startsWith("lost.example: ")
                    .contains("refused", "127.0.0.9");
            assertThat(Instant.parse(failed.path("nextAttempt").asText()))
                    .isBetween(Instant.now(), Instant.now().plusSeconds(60));
            assertThat(failed.path("notAfter").asText()).isEqualTo(notAfter);
            assertThat(kept().covers(new HostName("vouched.example"))).isTrue();
            hosts("vouched.example");
            assertThat(awaitState("issued").path("hosts")).hasToString("[\"vouched.example\"]");
        }
    }

    @Test
    void an_authority_that_is_away_is_named() {
        engine.put(CERTIFICATE, ORDER);

        assertThat(awaitState("failed").path("problem").asText())
                .startsWith("The certificate authority https://127.0.0.1:")
                .contains("cannot be asked");
    }

    private JsonNode awaitState(String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() ->
                        assertThat(engine.get(CERTIFICATE).path("state").asText())
                                .as(() -> engine.get(CERTIFICATE).toString())
                                .isEqualTo(state));
        return engine.get(CERTIFICATE);
    }

    private void hosts(String... hosts) {
        engine.authorized()
                .contentType("application/json")
                .body(json(Map.of("hosts", hosts)))
                .patch(APP)
                .then()
                .statusCode(200);
    }

    private void refused(String body, String complaint) {
        var answer = engine.put(CERTIFICATE, body);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.jsonPath().getString("detail")).contains(complaint);
    }

    /// As the proxy has it: chain and key belong together, or it could not be read. The database
    /// has the key sealed.
    private static Certificate kept() throws IOException {
        var certificates = Engine.state().resolve("edge/live/certs");
        await().until(() -> Files.exists(certificates.resolve("vouched.key")));
        return Certificate.of(
                Files.readString(certificates.resolve("vouched.pem")),
                new Secret(Files.readString(certificates.resolve("vouched.key"))),
                Instant.now());
    }

    private static String mode(String file) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(Engine.state().resolve(file)));
    }

    private static String json(TestCertificate certificate) {
        return json(Map.of("chain", certificate.chain(), "key", certificate.key()));
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
