package dev.slipway.app;

import java.util.regex.Pattern;

/// One exact Git commit: the full SHA-1 object name, 40 lower-case hex digits.
public record Revision(String value) {
    private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{40}");
    private static final String NOTHING = "0".repeat(40);

    /// @throws Complaint when the text is no full commit id; the all-zero id, which Git uses for
    ///   "no commit", is refused too
    public Revision {
        Complaint.unlessMatches(
                PATTERN, value, "Commit", "give the full 40 hex digits of a commit id");
        if (value.equals(NOTHING)) {
            throw new Complaint("Commit of 40 zeros means that there is no commit");
        }
    }

    /// The first 7 digits, for people.
    public String brief() {
        return value.substring(0, 7);
    }

    @Override
    public String toString() {
        return value;
    }
}
