package dev.slipway.lab.load;

/// How a request ended, or a connection between two requests.
public record Outcome(String name, boolean isFailure) implements Comparable<Outcome> {
    public static final Outcome OK = new Outcome("ok", false);

    /// Closed while nothing was asked, which was seen before the next request was written.
    public static final Outcome IDLE_CLOSE = new Outcome("idle_close", false);

    /// The answer was whole and said `Connection: close`.
    public static final Outcome TOLD_TO_CLOSE = new Outcome("told_to_close", false);

    /// A WebSocket that was to be held until the other side ends it was ended.
    public static final Outcome ENDED = new Outcome("ended", false);

    public static final Outcome CONNECT_FAIL = new Outcome("connect_fail", true);

    /// Closed before the first byte of the answer, on the connection's first request.
    public static final Outcome FRESH_CUT = new Outcome("fresh_cut", true);

    /// The same on a connection that had answered before and was open when the request was written:
    /// what a client may send again only when it is idempotent (RFC 9110, section 9.2.2).
    public static final Outcome REUSE_CUT = new Outcome("reuse_cut", true);

    /// Closed after the first byte of the answer.
    public static final Outcome TRUNCATED = new Outcome("truncated", true);

    /// No progress for [Connection#PATIENCE].
    public static final Outcome TIMEOUT = new Outcome("timeout", true);

    /// A whole answer of another app, or with another content than was asked for.
    public static final Outcome WRONG_BODY = new Outcome("wrong_body", true);

    /// 502 or 503 with a Retry-After.
    public static final Outcome COME_BACK = new Outcome("http_50x_retry_after", true);

    /// A whole answer that is not a good one: `http_404`.
    static Outcome of(Answer answer) {
        if (answer.status() == 200) {
            return OK;
        }
        var passing = answer.status() == 502 || answer.status() == 503;
        return passing && answer.headers().containsKey("retry-after")
                ? COME_BACK
                : new Outcome("http_" + answer.status(), true);
    }

    @Override
    public int compareTo(Outcome other) {
        return name.compareTo(other.name);
    }
}
