package dev.slipway.acme;

import dev.slipway.app.App;
import dev.slipway.app.Complaint;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.util.List;

/// Which apps can have a certificate ordered.
@Singleton
public class Orderable {
    /// Names that nobody can own, so that no public authority vouches for them: RFC 6761, RFC 6762,
    /// and what ICANN reserved for private use in 2024.
    private static final List<String> PRIVATE = List.of("localhost", "local", "internal", "test");

    private final boolean privateNames;

    Orderable(EngineConfig config) {
        this.privateNames = config.acme().privateNames();
    }

    /// @throws Complaint when the app has no hosts of its own, or one that the authority cannot
    ///   vouch for
    public void check(App app) {
        var hosts = app.config().hosts();
        if (hosts.isEmpty()) {
            throw new Complaint(
                    "App %s has no hosts to order a certificate for: set hosts with PATCH /api/apps/%s first"
                            .formatted(app.name(), app.name()));
        }
        hosts.stream()
                .filter(host -> !privateNames && isPrivate(host))
                .findFirst()
                .ifPresent(host -> {
                    throw new Complaint(
                            "Host %s lies in a private domain, for which no public authority gives certificates: give one yourself, or set slipway.acme.private-names for an authority of your own"
                                    .formatted(host));
                });
    }

    private static boolean isPrivate(HostName host) {
        var last = host.value().substring(host.value().lastIndexOf('.') + 1);
        return PRIVATE.contains(last);
    }
}
