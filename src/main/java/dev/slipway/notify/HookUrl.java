package dev.slipway.notify;

import dev.slipway.app.Complaint;
import dev.slipway.app.Secret;
import java.net.URI;
import java.net.URISyntaxException;

/// Where messages are posted. Slack and others put the right to post into the path, so all but the
/// host is a secret.
record HookUrl(URI reveal) {
    /// @param setting where the value is from
    /// @throws Complaint when it is no URL for HTTP; the value is not repeated
    static HookUrl of(String setting, Secret value) {
        try {
            var uri = new URI(value.reveal());
            if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
                return new HookUrl(uri);
            }
        } catch (URISyntaxException _) {
            // its message has the value
        }
        throw new Complaint(setting + " is not an http or https URL");
    }

    String host() {
        return reveal.getHost();
    }

    @Override
    public String toString() {
        return "%s://%s/•••".formatted(reveal.getScheme(), host());
    }
}
