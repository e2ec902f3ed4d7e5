package dev.slipway.docker;

import dev.slipway.app.Trouble;

/// Docker does not answer, or refused what we asked for.
public final class DockerTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    public DockerTrouble(String message, Throwable cause) {
        super(message, cause);
    }

    public DockerTrouble(String message) {
        super(message);
    }

    static DockerTrouble during(String act, RuntimeException cause) {
        return new DockerTrouble("Docker could not %s: %s".formatted(act, reason(cause)), cause);
    }

    /// docker-java's messages are `Status 404: {"message":"…"}`; only what Docker said is for
    /// people.
    private static String reason(RuntimeException cause) {
        var message = String.valueOf(cause.getMessage());
        int start = message.indexOf("{\"message\":\"");
        int end = message.lastIndexOf("\"}");
        return start >= 0 && end > start + 12 ? message.substring(start + 12, end) : message;
    }
}
