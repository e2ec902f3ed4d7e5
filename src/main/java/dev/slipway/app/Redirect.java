package dev.slipway.app;

import java.util.regex.Pattern;

/// Requests for the path `from` are sent to `to`, a path or an http(s) URL; the query goes along.
/// `status` is 301, 302, 307 or 308 (RFC 9110, section 15.4).
public record Redirect(String from, String to, int status) {
    private static final String PATH = "/[A-Za-z0-9._~!&()*+,:@%/=-]{0,1000}";
    private static final Pattern FROM = Pattern.compile(PATH);
    private static final Pattern TO =
            Pattern.compile("(https?://[A-Za-z0-9.-]+(:\\d{1,5})?)?" + PATH);
    private static final Pattern STATUS = Pattern.compile("301|302|307|308");

    /// @throws Complaint when a path has characters that no URL path has, or the status is another
    public Redirect {
        Complaint.unlessMatches(FROM, from, "Redirect from", "give a URL path such as /old");
        Complaint.unlessMatches(
                TO, to, "Redirect to", "give a URL path such as /new, or an http(s) URL");
        Complaint.unlessMatches(
                STATUS, Integer.toString(status), "Redirect status", "use 301, 302, 307 or 308");
    }
}
