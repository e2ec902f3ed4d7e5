package dev.slipway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Secret;
import dev.slipway.config.CaBundle;
import dev.slipway.lab.HookReceiver;
import dev.slipway.lab.ServerCertificate;
import dev.slipway.lab.Settings;
import dev.slipway.lab.SilentServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosterTest {
    private static final byte[] BODY = {'{', '}'};

    @TempDir Path temp;

    @Test
    void a_receiver_that_says_nothing_is_not_waited_for() throws IOException {
        try (var silent = new SilentServer()) {
            assertThat(post(silent.url(), Path.of("none"), Duration.ofMillis(200)))
                    .isEqualTo(new Outcome.Failed("127.0.0.1 has not answered within 200 ms"));
        }
    }

    @Test
    void a_refusal_is_told_by_its_status_and_an_absent_receiver_by_its_host() throws IOException {
        String gone;
        try (var receiver = HookReceiver.plain()) {
            gone = receiver.url("/s3cret");
            receiver.answer(404);
            assertThat(post(gone))
                    .isEqualTo(new Outcome.Failed("127.0.0.1 answered with status 404"));
            receiver.answer(204);
            assertThat(post(gone)).isEqualTo(new Outcome.Delivered());
        }
        assertThat(post(gone).toString())
                .contains("127.0.0.1 cannot be reached")
                .doesNotContain("s3cret");
    }

    @Test
    void a_receiver_is_trusted_if_the_machine_trusts_its_authority() throws IOException {
        var certificate = ServerCertificate.make(temp, "own");
        try (var receiver = HookReceiver.secure(certificate)) {
            assertThat(post(receiver.url("/"), certificate.pem(), Duration.ofSeconds(10)))
                    .isEqualTo(new Outcome.Delivered());
            assertThat(post(receiver.url("/"))).isInstanceOf(Outcome.Failed.class);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    private static Outcome post(String url) {
        return post(url, Path.of("none"), Duration.ofSeconds(10));
    }

    private static Outcome post(String url, Path bundle, Duration patience) {
        var config = Settings.with(Map.of("slipway.ca-bundle", bundle.toString()));
        return new Poster(new CaBundle(config), patience)
                .post(HookUrl.of("test", new Secret(url)), Map.of(), BODY);
    }
}
