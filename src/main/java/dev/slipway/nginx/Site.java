package dev.slipway.nginx;

import dev.slipway.app.AppName;
import dev.slipway.app.EdgeConfig;
import dev.slipway.app.HostName;
import dev.slipway.app.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// An app as its server blocks show it: `home` is `<app>.<domain>`, `own` are the hosts that its
/// owner gave it.
public record Site(
        AppName app, HostName home, List<HostName> own, EdgeConfig edge, Optional<Tls> tls) {
    /// Certificate chain and private key in PEM, and those of the app's hosts that they are for.
    public record Tls(String chain, Secret key, Set<HostName> hosts) {}

    Stream<HostName> hosts() {
        return Stream.concat(Stream.of(home), own.stream());
    }

    boolean isCovered(HostName host) {
        return tls.filter(t -> t.hosts().contains(host)).isPresent();
    }

    /// Whether the server that all apps share does not do for it.
    public boolean needsBlocks() {
        return edge.needsServerBlock() || tls.filter(t -> !t.hosts().isEmpty()).isPresent();
    }
}
