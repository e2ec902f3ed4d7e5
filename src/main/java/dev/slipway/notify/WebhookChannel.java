package dev.slipway.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// For programs: an incident as JSON, named as in the API. Signed as GitHub signs, if there is a
/// secret (docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
final class WebhookChannel implements Channel {
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record IncidentBody(
            String event,
            String id,
            Optional<String> app,
            Optional<String> instance,
            String cause,
            String detail,
            Optional<Integer> exitCode,
            boolean oom,
            String action,
            Instant detectedAt,
            Optional<Instant> restoredAt,
            long detectMs,
            Optional<Long> restoreMs,
            Optional<Integer> leftOut,
            Optional<URI> url) {}

    record TestBody(String event, String detail) {}

    private final HookUrl url;
    private final Optional<Secret> secret;
    private final Poster poster;
    private final ObjectMapper json;

    WebhookChannel(HookUrl url, Optional<Secret> secret, Poster poster, ObjectMapper json) {
        this.url = url;
        this.secret = secret;
        this.poster = poster;
        this.json = json;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Outcome send(Letter letter) {
        var body = bytes(letter);
        var headers = new HashMap<String, String>();
        headers.put("X-Slipway-Event", letter.message().event());
        headers.put("X-Slipway-Delivery", letter.id());
        secret.ifPresent(key -> headers.put("X-Slipway-Signature-256", "sha256=" + key.sign(body)));
        return poster.post(url, Map.copyOf(headers), body);
    }

    private byte[] bytes(Letter letter) {
        try {
            return json.writeValueAsBytes(body(letter));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of plain values is JSON", e);
        }
    }

    private static Record body(Letter letter) {
        return switch (letter.message()) {
            case Message.Opened(var incident, var leftOut) -> body(letter, incident, leftOut);
            case Message.Closed(var incident) -> body(letter, incident, 0);
            case Message.Test test -> new TestBody(test.event(), Wording.sentence(test));
        };
    }

    private static IncidentBody body(Letter letter, Incident incident, int leftOut) {
        return new IncidentBody(
                letter.message().event(),
                incident.id(),
                incident.app().map(AppName::value),
                incident.instance().map(InstanceId::value),
                incident.cause().label(),
                incident.detail(),
                incident.exitCode(),
                incident.outOfMemory(),
                incident.action(),
                incident.detectedAt().truncatedTo(ChronoUnit.MILLIS), // as the store keeps it
                incident.restoredAt(),
                incident.detectDelay().toMillis(),
                incident.timeToRestore().map(Duration::toMillis),
                Optional.of(leftOut).filter(count -> count > 0),
                letter.page());
    }
}
