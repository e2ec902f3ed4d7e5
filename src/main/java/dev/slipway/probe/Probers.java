package dev.slipway.probe;

import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/// Makes probers, which need to know where the proxy is.
@Singleton
public class Probers {
    private final EngineConfig config;
    private final HostName domain;

    Probers(EngineConfig config) {
        this.config = config;
        this.domain = new HostName(config.domain());
    }

    /// @param agent what it calls itself
    /// @param patience how long an answer may take
    public Prober of(AppName app, String path, String agent, Duration patience) {
        return new Prober(proxy(), HostName.of(app, domain), path, agent, patience);
    }

    /// A proxy that listens on all addresses is asked on loopback.
    private InetSocketAddress proxy() {
        try {
            var bound = InetAddress.getByName(config.httpBind());
            var address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
            return new InetSocketAddress(address, config.httpPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(
                    "the proxy's address %s is none".formatted(config.httpBind()), e);
        }
    }
}
