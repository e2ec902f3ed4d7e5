package dev.slipway.notify;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.Mailer;
import jakarta.inject.Provider;
import java.net.URI;
import java.util.List;

/// Over the SMTP server that `quarkus.mailer.*` names; its patience is ours by
/// `quarkus.mailer.timeout`.
final class MailChannel implements Channel {
    private final String from;
    private final List<String> to;
    private final Provider<Mailer> mailer;

    /// @param mailer made when the first letter goes out
    MailChannel(String from, List<String> to, Provider<Mailer> mailer) {
        this.from = from;
        this.to = to;
        this.mailer = mailer;
    }

    @Override
    public String name() {
        return "mail";
    }

    /// The mailer throws whatever its connection met.
    @Override
    public Outcome send(Letter letter) {
        try {
            mailer.get().send(mail(letter));
            return new Outcome.Delivered();
        } catch (RuntimeException e) {
            return new Outcome.Failed("the mail was not sent: " + Reason.of(e));
        }
    }

    private Mail mail(Letter letter) {
        var link = letter.page().map(URI::toString).map(page -> "\n\n" + page);
        return new Mail()
                .setFrom(from)
                .setTo(to)
                .setSubject(Wording.headline(letter.message()))
                .setText(Wording.sentence(letter.message()) + link.orElse("") + "\n");
    }
}
