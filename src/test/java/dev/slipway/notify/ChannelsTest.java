package dev.slipway.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.Complaint;
import dev.slipway.config.CaBundle;
import dev.slipway.lab.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
    private static final String WEBHOOK = "slipway.notifications.webhook.url";
    private static final String SLACK = "slipway.notifications.slack.url";
    private static final String TO = "slipway.notifications.mail.to";

    @Test
    void there_are_as_many_as_are_configured() {
        assertThat(channels(Map.of())).isEmpty();
        assertThat(channels(Map.of(WEBHOOK, "", TO, ""))).isEmpty();
        assertThat(
                        channels(
                                Map.of(
                                        WEBHOOK,
                                        "http://127.0.0.1/hook",
                                        SLACK,
                                        "https://hooks.slack.com/services/T0/B0/x",
                                        TO,
                                        "a@example.org,b@example.org",
                                        "slipway.notifications.mail.from",
                                        "slipway@example.org")))
                .extracting(Channel::name)
                .containsExactly("webhook", "slack", "mail");
    }

    @Test
    void mail_without_a_sender_is_refused() {
        assertThatThrownBy(() -> channels(Map.of(TO, "a@example.org")))
                .isInstanceOf(Complaint.class)
                .hasMessage(
                        "slipway.notifications.mail.to is set and slipway.notifications.mail.from is not: mail needs a sender");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hooks.slack.com/t0ken",
                "https:///t0ken",
                "ftp://x/t0ken",
                "https://x/t0 ken"
            })
    void what_is_no_url_is_refused_and_not_repeated(String url) {
        assertThatThrownBy(() -> channels(Map.of(SLACK, url)))
                .isInstanceOf(Complaint.class)
                .hasMessage(SLACK + " is not an http or https URL")
                .hasNoCause();
    }

    private static List<Channel> channels(Map<String, String> settings) {
        var config = Settings.with(settings);
        return new Channels(
                        config,
                        new CaBundle(config),
                        new ObjectMapper(),
                        () -> {
                            throw new AssertionError("the mailer is made with the first letter");
                        })
                .all();
    }
}
