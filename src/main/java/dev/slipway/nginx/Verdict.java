package dev.slipway.nginx;

import dev.slipway.app.AppName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What `nginx -t` said of a generation: its complaints, warnings too. A name that two servers
/// claim is only a warning, and yet one of them gets the other's requests.
public record Verdict(List<String> complaints) {
    private static final Pattern COMPLAINT =
            Pattern.compile("\\[(?:warn|error|crit|alert|emerg)] (.*)");

    /// From 1.25.1 on `http2` has a directive of its own, which older ones do not know.
    private static final String OLD_HTTP2 = "\"listen ... http2\" directive is deprecated";

    private static final Pattern OF_APP =
            Pattern.compile("/generations/\\w+/(?:apps|certs)/([a-z0-9-]+)\\.(?:conf|pem|key)");

    /// @param exitCode anything but 0 is a refusal, whatever was said
    public static Verdict of(int exitCode, String output) {
        var complaints =
                output.lines()
                        .map(COMPLAINT::matcher)
                        .filter(matcher -> matcher.find())
                        .map(matcher -> matcher.group(1))
                        .filter(complaint -> !complaint.contains(OLD_HTTP2))
                        .toList();
        return new Verdict(
                complaints.isEmpty() && exitCode != 0 ? List.of(output.strip()) : complaints);
    }

    public boolean isGood() {
        return complaints.isEmpty();
    }

    /// The apps in whose files the trouble lies, each with the first complaint about it, as its
    /// owner may read it; complaints that name no file are not in here.
    public TreeMap<AppName, String> culprits(Collection<AppName> apps) {
        var culprits = new TreeMap<AppName, String>();
        for (var complaint : complaints) {
            appOf(complaint)
                    .filter(apps::contains)
                    .ifPresent(app -> culprits.putIfAbsent(app, readable(complaint)));
        }
        return culprits;
    }

    private static Optional<AppName> appOf(String complaint) {
        var matcher = OF_APP.matcher(complaint);
        return matcher.find() ? Optional.of(new AppName(matcher.group(1))) : Optional.empty();
    }

    /// Without the directories, which are nobody's business and change each time.
    public static String readable(String complaint) {
        return complaint
                .replaceAll("/[^ \"]*/generations/\\w+/", "")
                .replaceFirst("^\\d+#\\d+: ", "");
    }
}
