package dev.slipway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    private static final Secret SECRET = new Secret("It's a Secret to Everybody");
    private static final byte[] BODY = "Hello, World!".getBytes(StandardCharsets.UTF_8);
    private static final String HEX =
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @Test
    void agrees_with_githubs_own_test_vector() {
        assertThat(SECRET.sign(BODY)).isEqualTo(HEX);
        assertThat(Signature.proves(SECRET, "sha256=" + HEX, BODY)).isTrue();
    }

    @Test
    void takes_nothing_else() {
        assertThat(Signature.proves(SECRET, HEX, BODY)).isFalse();
        assertThat(Signature.proves(SECRET, "sha256=" + HEX.substring(1), BODY)).isFalse();
        assertThat(Signature.proves(SECRET, "sha1=" + HEX, BODY)).isFalse();
        assertThat(Signature.proves(new Secret("other"), "sha256=" + HEX, BODY)).isFalse();
        assertThat(Signature.proves(SECRET, "", BODY)).isFalse();
    }
}
