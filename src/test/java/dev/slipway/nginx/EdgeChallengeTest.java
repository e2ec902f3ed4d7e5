package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.HttpConnection.Answer;
import dev.slipway.lab.TestApp;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class EdgeChallengeTest extends EdgeTest {
    private static final String TOKEN = "DGyRejmCefe7v4N_fDGDKfA-x1";
    private static final String ANSWER = TOKEN + ".9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI";

    @Test
    void an_authority_is_answered_at_any_host() {
        proxy.edge().challenge(TOKEN, ANSWER);

        var known = get(host.value(), TOKEN);
        var unrouted = get("nobody.example", TOKEN);

        assertThat(known.status()).isEqualTo(200);
        assertThat(known.header("content-type")).startsWith("text/plain");
        assertThat(known.headers()).doesNotContainKey("x-slipway-release");
        assertThat(known.body()).isEqualTo(ANSWER);
        assertThat(unrouted.body()).isEqualTo(ANSWER);
    }

    @Test
    void an_answer_is_taken_back() {
        proxy.edge().challenge(TOKEN, ANSWER);
        proxy.edge().endChallenge(TOKEN);
        proxy.edge().endChallenge(TOKEN);

        assertThat(get(host.value(), TOKEN).status()).isEqualTo(404);
    }

    @Test
    void an_app_answers_its_own_challenges() {
        try (var app = TestApp.on("127.0.0.2", "blue")) {
            proxy.route(host, serving(4, app));
            proxy.edge().challenge(TOKEN, ANSWER);

            var own = get(host.value(), "another-token");

            assertThat(own.body()).startsWith("blue");
            assertThat(own.header("x-slipway-release")).isEqualTo("4");
            assertThat(get(host.value(), "").body()).startsWith("blue");
            assertThat(get(host.value(), "deeper/" + "x".repeat(300)).body()).startsWith("blue");
            assertThat(get(host.value(), TOKEN).body()).isEqualTo(ANSWER);
            assertNothingInFlightOn(app.address());
        }
    }

    @Test
    void a_body_that_came_along_is_not_the_next_request() {
        proxy.edge().challenge(TOKEN, ANSWER);
        try (var client = proxy.connect()) {
            client.write(
                    "GET /.well-known/acme-challenge/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 5\r\n\r\nGET /"
                            .formatted(TOKEN, host));

            assertThat(client.answer().body()).isEqualTo(ANSWER);
            assertThat(client.get("nobody.example").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a/b", "a%20b", "a%00"})
    void a_token_that_is_none_is_refused(String token) {
        assertThatThrownBy(() -> proxy.edge().challenge(token, ANSWER))
                .isInstanceOf(EdgeTrouble.class)
                .hasMessageContaining("400");
    }

    @Test
    void what_is_too_long_or_no_answer_is_refused() {
        proxy.edge().challenge("a".repeat(256), "a".repeat(512));

        assertThatThrownBy(() -> proxy.edge().challenge("a".repeat(257), ANSWER))
                .hasMessageContaining("not a challenge");
        assertThatThrownBy(() -> proxy.edge().challenge(TOKEN, "a".repeat(513)))
                .hasMessageContaining("not a challenge");
        assertThatThrownBy(() -> proxy.edge().challenge(TOKEN, "<script>"))
                .hasMessageContaining("not a challenge");
        assertThatThrownBy(() -> proxy.edge().challenge(TOKEN, ""))
                .hasMessageContaining("not a challenge");
    }

    private static Answer get(String host, String token) {
        try (var client = proxy.connect()) {
            client.write(
                    "GET /.well-known/acme-challenge/%s HTTP/1.1\r\nHost: %s\r\n\r\n"
                            .formatted(token, host));
            return client.answer();
        }
    }
}
