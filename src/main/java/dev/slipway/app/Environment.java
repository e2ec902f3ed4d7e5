package dev.slipway.app;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The environment variables of an app. Values may be secrets, so `toString` shows only the names.
public record Environment(SortedMap<String, String> variables) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int MAX_VALUE = 32 * 1024;

    public static final Environment EMPTY = new Environment(Map.of());

    /// @throws Complaint for a name that no shell could set, a value with a NUL or one over 32 KiB
    public Environment {
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        variables.forEach(Environment::check);
    }

    public Environment(Map<String, String> variables) {
        this(new TreeMap<>(variables));
    }

    private static void check(String name, String value) {
        Complaint.unlessMatches(
                NAME, name, "Environment variable", "use letters, digits and underscores");
        if (value == null || value.indexOf('\0') >= 0 || value.length() > MAX_VALUE) {
            throw new Complaint(
                    "Environment variable %s has no value, a NUL in it or more than %d characters"
                            .formatted(name, MAX_VALUE));
        }
    }

    @Override
    public String toString() {
        return variables.keySet().toString();
    }
}
