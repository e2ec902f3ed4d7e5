package dev.slipway.build;

import java.util.Map;
import java.util.regex.Pattern;

/// Replaces `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME-word}`, `${NAME:+word}` and `${NAME+word}`
/// as a Dockerfile does, and takes quotes and backslashes away. An unknown variable is empty.
final class DockerfileVariables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> values;
    private final String text;
    private int at;

    private DockerfileVariables(String text, Map<String, String> values) {
        this.text = text;
        this.values = values;
    }

    static String replaced(String text, Map<String, String> values) {
        var parser = new DockerfileVariables(text, values);
        return parser.upTo('\0');
    }

    private String upTo(char end) {
        var out = new StringBuilder();
        var quoted = false;
        while (at < text.length() && text.charAt(at) != end) {
            var c = text.charAt(at++);
            if (c == '\\' && !quoted && at < text.length()) {
                out.append(text.charAt(at++));
            } else if (c == '\'' || (c == '"' && !quoted)) {
                quoted = c == '\'' && !quoted;
            } else if (c == '$' && !quoted) {
                out.append(variable());
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String variable() {
        var braced = at < text.length() && text.charAt(at) == '{';
        if (braced) {
            at++;
        }
        var name = name();
        var value = values.getOrDefault(name, "");
        return braced ? modified(name, value) : name.isEmpty() ? "$" : value;
    }

    private String name() {
        var matcher = NAME.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return "";
        }
        at = matcher.end();
        return matcher.group();
    }

    private String modified(String name, String value) {
        var colon = at < text.length() && text.charAt(at) == ':';
        if (colon) {
            at++;
        }
        var operator = at < text.length() ? text.charAt(at) : '}';
        if (operator == '-' || operator == '+') {
            at++;
        }
        var word = upTo('}');
        at++;
        var isSet = colon ? !value.isEmpty() : values.containsKey(name);
        return switch (operator) {
            case '-' -> isSet ? value : word;
            case '+' -> isSet ? word : "";
            default -> value;
        };
    }
}
