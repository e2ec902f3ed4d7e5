package dev.slipway.notify;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Slack's incoming webhooks (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks),
/// which Mattermost, Rocket.Chat and Discord (at `…/slack`) take as well.
final class SlackChannel implements Channel {
    private final HookUrl url;
    private final Poster poster;

    SlackChannel(HookUrl url, Poster poster) {
        this.url = url;
        this.poster = poster;
    }

    @Override
    public String name() {
        return "slack";
    }

    @Override
    public Outcome send(Letter letter) {
        return poster.post(url, Map.of(), body(letter).getBytes(StandardCharsets.UTF_8));
    }

    static String body(Letter letter) {
        var link = letter.page().map(URI::toString).map(page -> " <" + escaped(page) + ">");
        var text = escaped(Wording.sentence(letter.message())) + link.orElse("");
        return "{\"text\":\"%s\"}"
                .formatted(new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }

    /// These three are markup (docs.slack.dev/messaging/formatting-message-text#escaping).
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
