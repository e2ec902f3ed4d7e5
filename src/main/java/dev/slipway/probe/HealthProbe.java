package dev.slipway.probe;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.app.Release;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Asks an instance in the way of its release: over gRPC or HTTP, by its own name and health path.
@Singleton
public class HealthProbe {
    /// A SYN that is sent while the container's interface is away is lost, and sent again by the
    /// kernel only after a second: so connections are given up early, to be tried anew.
    private static final Duration EARLY = Duration.ofMillis(50);

    private final HostName domain;

    HealthProbe(EngineConfig config) {
        this.domain = new HostName(config.domain());
    }

    /// Of one that is about to be up. Blocks for `patience` and a moment at most.
    public Answer askEarly(Address address, Release release, Duration patience) {
        return ask(address, release, new HealthCheck(EARLY, patience));
    }

    /// Of one that is up: it may be so busy that the kernel does not take its connections at once.
    /// Blocks for twice `patience` at most.
    public Answer ask(Address address, Release release, Duration patience) {
        return ask(address, release, new HealthCheck(patience, patience));
    }

    private Answer ask(Address address, Release release, HealthCheck check) {
        var config = release.config();
        return config.edge().grpc()
                ? check.overGrpc(address)
                : check.overHttp(
                        address, HostName.of(release.app(), domain).value(), config.healthPath());
    }
}
