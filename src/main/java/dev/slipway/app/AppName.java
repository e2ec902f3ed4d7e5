package dev.slipway.app;

import java.util.regex.Pattern;

/// The name of an app: the first label of its host name and part of the names of its containers,
/// network and images. 1 to 40 characters, so that those stay within 63 (RFC 1035, section 2.3.4).
public record AppName(String value) implements Comparable<AppName> {
    private static final Pattern PATTERN = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    /// @throws Complaint when the name is anything but lower-case letters, digits and inner hyphens
    public AppName {
        Complaint.unlessMatches(
                PATTERN,
                value,
                "App name",
                "use 1 to 40 lower-case letters, digits and inner hyphens");
    }

    @Override
    public int compareTo(AppName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
