package dev.slipway.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One directive of Nginx that an owner may write into the server block of the app, such as `gzip
/// on` or `add_header X-Frame-Options DENY`. Arguments with spaces stand between double quotes.
public record Directive(String name, List<String> arguments) {
    /// What touches nobody else and cannot undo what the edge promises: no `include`, no
    /// `proxy_set_header` (one of them drops all of ours), no `location`, nothing of Lua.
    private static final Set<String> ALLOWED =
            Set.of(
                    "add_header",
                    "charset",
                    "client_body_timeout",
                    "etag",
                    "expires",
                    "gzip",
                    "gzip_comp_level",
                    "gzip_min_length",
                    "gzip_proxied",
                    "gzip_types",
                    "gzip_vary",
                    "if_modified_since",
                    "limit_rate",
                    "limit_rate_after",
                    "proxy_buffer_size",
                    "proxy_buffering",
                    "proxy_buffers",
                    "proxy_busy_buffers_size",
                    "send_timeout");

    private static final String RULE =
            "write a name and its arguments, such as gzip on, without any of {};\\ and line breaks";

    private static final Pattern TEXT =
            Pattern.compile(
                    "[a-z_]{1,64}( +([^\\p{Cntrl}\"{};\\\\ ]+|\"[^\\p{Cntrl}\"{};\\\\]*\"))+");
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|([^\" ]+)");

    /// @throws Complaint when the directive is not among those allowed, or an argument has a
    ///   character that could end it
    public Directive {
        if (!ALLOWED.contains(name)) {
            throw new Complaint(
                    "Directive %s is not allowed here; these are: %s"
                            .formatted(
                                    Complaint.quoted(name),
                                    String.join(", ", ALLOWED.stream().sorted().toList())));
        }
        arguments = List.copyOf(arguments);
        // once more as text: nothing that is stored may be worse than what was parsed
        Complaint.unlessMatches(TEXT, text(name, arguments), "Directive", RULE);
    }

    /// @throws Complaint when it is no single directive, or not an allowed one
    public static Directive parse(String text) {
        Complaint.unlessMatches(TEXT, text, "Directive", RULE);
        var name = text.substring(0, text.indexOf(' '));
        var arguments = new ArrayList<String>();
        var matcher = ARGUMENT.matcher(text.substring(name.length()));
        while (matcher.find()) {
            arguments.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        return new Directive(name, arguments);
    }

    /// As Nginx reads it, without the semicolon.
    @Override
    public String toString() {
        return text(name, arguments);
    }

    private static String text(String name, List<String> arguments) {
        return name + " \"" + String.join("\" \"", arguments) + "\"";
    }
}
