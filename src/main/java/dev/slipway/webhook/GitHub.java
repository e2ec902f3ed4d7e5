package dev.slipway.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.BranchName;
import dev.slipway.app.Complaint;
import dev.slipway.app.Revision;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// GitHub's events (docs.github.com/webhooks/webhook-events-and-payloads#push). Pure.
final class GitHub {
    static final String EVENT = "X-GitHub-Event";
    static final String DELIVERY = "X-GitHub-Delivery";
    static final String SIGNATURE = "X-Hub-Signature-256";

    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";

    private GitHub() {}

    /// @param event the header [#EVENT]
    /// @param form whether the body is form-encoded, with the JSON in its field `payload`
    static Hook read(ObjectMapper json, String event, String body, boolean form) {
        return switch (event) {
            case "ping" -> new Hook.Nothing("ping");
            case "push" -> parse(json, body, form);
            default -> new Hook.Nothing("event " + event + " deploys nothing");
        };
    }

    private static Hook parse(ObjectMapper json, String body, boolean form) {
        var payload = form ? payload(body) : Optional.of(body);
        if (payload.isEmpty()) {
            return new Hook.Malformed("The form has no field payload");
        }
        try {
            return push(json.readTree(payload.get()));
        } catch (JsonProcessingException e) {
            return new Hook.Malformed("The body is no JSON: " + e.getOriginalMessage());
        } catch (Complaint e) {
            return new Hook.Malformed(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> payload(String form) {
        return Stream.of(form.split("&"))
                .filter(field -> field.startsWith("payload="))
                .map(field -> URLDecoder.decode(field.substring(8), StandardCharsets.UTF_8))
                .findFirst();
    }

    private static Hook push(JsonNode push) {
        var ref = push.path("ref").asText();
        var after = push.path("after").asText();
        if (ref.startsWith(TAG)) {
            return new Hook.Nothing("%s is a tag, only branches are deployed".formatted(ref));
        }
        if (!ref.startsWith(BRANCH)) {
            return new Hook.Malformed("The push names no branch in ref");
        }
        if (push.path("deleted").asBoolean() || after.matches("0{40}")) {
            return new Hook.Nothing("%s was deleted".formatted(ref));
        }
        return new Hook.Push(
                new BranchName(ref.substring(BRANCH.length())),
                new Revision(after),
                isSkipped(push.path("head_commit").path("message").asText()));
    }

    /// The words that GitHub's own CI and most others honour.
    private static boolean isSkipped(String message) {
        var lower = message.toLowerCase(Locale.ROOT);
        return lower.contains("[skip ci]") || lower.contains("[ci skip]");
    }
}
