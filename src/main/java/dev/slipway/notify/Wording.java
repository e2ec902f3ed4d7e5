package dev.slipway.notify;

import dev.slipway.app.Elapsed;
import dev.slipway.app.Incident;

/// Messages in words.
final class Wording {
    private Wording() {}

    /// For a subject: one line.
    static String headline(Message message) {
        return switch (message) {
            case Message.Opened(var incident, _) ->
                    "%s: %s".formatted(incident.subject(), incident.cause().label());
            case Message.Closed(var incident) ->
                    "%s: %s".formatted(incident.subject(), outcome(incident));
            case Message.Test() -> "A test message of Slipway";
        };
    }

    static String sentence(Message message) {
        return switch (message) {
            case Message.Opened(var incident, var leftOut) ->
                    "%s (%s), seen after %s, action: %s%s"
                            .formatted(
                                    headline(message),
                                    incident.detail(),
                                    new Elapsed(incident.detectDelay()),
                                    incident.action(),
                                    leftOut(leftOut));
            case Message.Closed(var incident) ->
                    "%s (it was: %s, %s)"
                            .formatted(
                                    headline(message), incident.cause().label(), incident.detail());
            case Message.Test() -> headline(message) + ": incidents will be told here";
        };
    }

    private static String leftOut(int count) {
        return count == 0 ? "" : "; %d more like it since the last message".formatted(count);
    }

    private static String outcome(Incident incident) {
        var well = incident.instance().isPresent() ? "serving again" : "right again";
        return incident.timeToRestore()
                .map(time -> well + " after " + new Elapsed(time))
                .orElse(well);
    }
}
