package dev.slipway.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the edge does for an app beyond the default. `maintenance`: visitors get a page instead of
/// the app. `httpsOnly`: plain HTTP is redirected where there is a certificate; `hstsSeconds`: 0
/// (none) to two years, sent over TLS only. `bodyLimitMb`: MiB of a request's body. `readTimeout`
/// and `sendTimeout`: how long the app may be silent. `users`: name to password as crypt(3) has it;
/// empty lets everybody in. `allow`: the only clients let in, everybody when empty.
/// `canonicalHost`: the app's other own hosts are redirected to it. `grpc`: the app speaks HTTP/2
/// without TLS. `directives` go into the app's server block as they are.
public record EdgeConfig(
        boolean maintenance,
        boolean httpsOnly,
        int hstsSeconds,
        int bodyLimitMb,
        Duration readTimeout,
        Duration sendTimeout,
        SortedMap<String, Secret> users,
        List<Cidr> allow,
        Optional<HostName> canonicalHost,
        List<Redirect> redirects,
        boolean grpc,
        List<Directive> directives) {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int TWO_YEARS_IN_SECONDS = 63_072_000;
    private static final int MOST = 100;

    public static final EdgeConfig DEFAULT =
            new EdgeConfig(
                    false,
                    true,
                    0,
                    100,
                    Duration.ofHours(1),
                    Duration.ofMinutes(1),
                    new TreeMap<>(),
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    false,
                    List.of());

    /// @throws Complaint when a number is out of its range or a list too long
    public EdgeConfig {
        Complaint.unlessWithin(0, TWO_YEARS_IN_SECONDS, hstsSeconds, "HSTS (seconds)");
        Complaint.unlessWithin(1, 1 << 20, bodyLimitMb, "Body limit (MiB)");
        Complaint.unlessWithin(1, LONGEST.toMillis(), readTimeout.toMillis(), "Read timeout (ms)");
        Complaint.unlessWithin(1, LONGEST.toMillis(), sendTimeout.toMillis(), "Send timeout (ms)");
        Complaint.unlessWithin(0, MOST, users.size(), "Number of users");
        Complaint.unlessWithin(0, MOST, allow.size(), "Number of allowed networks");
        Complaint.unlessWithin(0, MOST, redirects.size(), "Number of redirects");
        Complaint.unlessWithin(0, MOST, directives.size(), "Number of directives");
        users = new TreeMap<>(users);
        allow = List.copyOf(allow);
        redirects = List.copyOf(redirects);
        directives = List.copyOf(directives);
    }

    /// Whether the server that all apps share does not do. Without a certificate, what concerns TLS
    /// does not count; maintenance is a route.
    public boolean needsServerBlock() {
        return !equals(DEFAULT.with(maintenance, httpsOnly, hstsSeconds));
    }

    /// Whether not everybody is let in.
    public boolean restrictsVisitors() {
        return !users.isEmpty() || !allow.isEmpty();
    }

    public EdgeConfig underMaintenance() {
        return with(true, httpsOnly, hstsSeconds);
    }

    private EdgeConfig with(boolean maintenance, boolean httpsOnly, int hstsSeconds) {
        return new EdgeConfig(
                maintenance,
                httpsOnly,
                hstsSeconds,
                bodyLimitMb,
                readTimeout,
                sendTimeout,
                users,
                allow,
                canonicalHost,
                redirects,
                grpc,
                directives);
    }
}
