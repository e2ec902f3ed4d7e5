package dev.slipway.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordingTest {
    private static final Incident CRASH = TestIncidents.open("id-1", "hello", Cause.CRASHED);

    @Test
    void an_incident_is_one_sentence() {
        assertThat(Wording.sentence(new Message.Opened(CRASH, 0)))
                .isEqualTo(
                        "hello: crashed (killed by signal 9 (SIGKILL)), seen after 8 ms, action: restart");
        assertThat(Wording.sentence(new Message.Opened(CRASH, 3)))
                .endsWith("action: restart; 3 more like it since the last message");
    }

    @Test
    void its_end_says_how_long_it_took() {
        assertThat(
                        Wording.sentence(
                                new Message.Closed(
                                        TestIncidents.closed(CRASH, Duration.ofMillis(431)))))
                .isEqualTo(
                        "hello: serving again after 431 ms (it was: crashed, killed by signal 9 (SIGKILL))");
    }

    @Test
    void slack_gets_its_markup_escaped_and_a_link() {
        var incident =
                Incident.found(
                        Optional.of(new AppName("hello")),
                        Cause.BLOCKS_REFUSED,
                        "\"a\" & <b>\nunexpected",
                        "kept",
                        TestIncidents.NOON);
        var letter =
                Letter.of(
                        new Message.Opened(incident, 0),
                        Optional.of(URI.create("https://paas.example.org/")));

        assertThat(SlackChannel.body(letter))
                .isEqualTo(
                        "{\"text\":\"hello: server blocks refused (\\\"a\\\" &amp; &lt;b&gt;\\nunexpected), seen after 0 ms, action: kept <https://paas.example.org/incidents/%s>\"}"
                                .formatted(incident.id()));
    }
}
