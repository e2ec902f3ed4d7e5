package dev.slipway.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.Complaint;
import dev.slipway.app.Secret;
import dev.slipway.config.CaBundle;
import dev.slipway.config.EngineConfig;
import io.quarkus.mailer.Mailer;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The channels that are configured.
@Singleton
class Channels {
    private final EngineConfig.Notifications config;
    private final Poster poster;
    private final ObjectMapper json;
    private final Provider<Mailer> mailer;

    Channels(EngineConfig config, CaBundle trusted, ObjectMapper json, Provider<Mailer> mailer) {
        this.config = config.notifications();
        this.poster = new Poster(trusted, Channel.PATIENCE);
        this.json = json;
        this.mailer = mailer;
    }

    /// @throws Complaint when one is configured by halves
    List<Channel> all() {
        return Stream.of(
                        config.webhook().url().map(this::webhook),
                        config.slack().url().map(this::slack),
                        config.mail().to().map(this::mail))
                .flatMap(Optional::stream)
                .toList();
    }

    private Channel webhook(Secret url) {
        return new WebhookChannel(
                HookUrl.of("slipway.notifications.webhook.url", url),
                config.webhook().secret(),
                poster,
                json);
    }

    private Channel slack(Secret url) {
        return new SlackChannel(HookUrl.of("slipway.notifications.slack.url", url), poster);
    }

    private Channel mail(List<String> to) {
        var from =
                config.mail()
                        .from()
                        .orElseThrow(() ->
                                new Complaint(
                                        "slipway.notifications.mail.to is set and slipway.notifications.mail.from is not: mail needs a sender"));
        return new MailChannel(from, to, mailer);
    }
}
