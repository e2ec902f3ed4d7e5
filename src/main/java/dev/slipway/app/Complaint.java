package dev.slipway.app;

import java.util.regex.Pattern;

/// Bad input, refused at the door. The message is one sentence for the person who sent it: what was
/// given, what is allowed.
public final class Complaint extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public Complaint(String message) {
        super(message);
    }

    /// @return `value` when all of it matches
    /// @throws Complaint otherwise, quoting at most 80 characters of it
    static String unlessMatches(Pattern pattern, String value, String what, String rule) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw new Complaint("%s %s is not valid: %s".formatted(what, quoted(value), rule));
        }
        return value;
    }

    /// @throws Complaint when `value` lies outside `min..max` (both allowed)
    static long unlessWithin(long min, long max, long value, String what) {
        if (value < min || value > max) {
            throw new Complaint("%s %d is out of range: %d to %d".formatted(what, value, min, max));
        }
        return value;
    }

    static String quoted(String value) {
        if (value == null) {
            return "(nothing)";
        }
        var printable = value.replaceAll("\\p{Cntrl}", "?");
        return "'" + (printable.length() > 80 ? printable.substring(0, 80) + "…" : printable) + "'";
    }
}
