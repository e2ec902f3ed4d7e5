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
    private final HostName domain;

    HealthProbe(EngineConfig config) {
        this.domain = new HostName(config.domain());
    }

    /// Blocks for `patience` and a moment at most.
    public Answer ask(Address address, Release release, Duration patience) {
        var check = new HealthCheck(patience);
        var config = release.config();
        return config.edge().grpc()
                ? check.overGrpc(address)
                : check.overHttp(
                        address, HostName.of(release.app(), domain).value(), config.healthPath());
    }
}
