package dev.slipway.app;

import java.util.regex.Pattern;

/// A host that Nginx routes on: lower-case DNS labels (RFC 1123, section 2.1), at most 253
/// characters. Strict, because it is written into the proxy's configuration.
public record HostName(String value) implements Comparable<HostName> {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern PATTERN =
            Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");

    /// @throws Complaint when the name is no lower-case DNS name
    public HostName {
        Complaint.unlessMatches(
                PATTERN,
                value,
                "Host name",
                "use lower-case letters, digits, hyphens and dots, such as www.example.com");
    }

    /// The host every app gets without asking: `<app>.<domain>`.
    public static HostName of(AppName app, HostName domain) {
        return new HostName(app + "." + domain);
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
