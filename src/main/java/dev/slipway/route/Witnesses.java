package dev.slipway.route;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.app.HostName;
import dev.slipway.app.Receipt;
import dev.slipway.app.Release;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeCount;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.probe.Prober;
import dev.slipway.store.Receipts;
import dev.slipway.store.Releases;
import dev.slipway.traffic.Growth;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;

/// What the witnesses of switches need: edge, proxy, store.
@Singleton
class Witnesses {
    private final Edge edge;
    private final Releases releases;
    private final Receipts receipts;
    private final PipelineBus bus;
    private final Clock clock;
    private final EngineConfig config;
    private final HostName domain;

    Witnesses(
            Edge edge,
            Releases releases,
            Receipts receipts,
            PipelineBus bus,
            Clock clock,
            EngineConfig config) {
        this.edge = edge;
        this.releases = releases;
        this.receipts = receipts;
        this.bus = bus;
        this.clock = clock;
        this.config = config;
        this.domain = new HostName(config.domain());
    }

    /// Returns at once.
    ///
    /// @return one that watches until it is told the outcome, or closed
    Witness watch(App app, Deployment deployment) {
        var witness = new Witness(this, app, deployment);
        witness.start();
        return witness;
    }

    /// What the edge has counted for the app's hosts since this growth was last asked.
    List<EdgeCount> grown(Growth growth, App app) {
        var hosts = new HashSet<>(app.hosts(domain));
        var counts = edge.traffic().stream().filter(count -> hosts.contains(count.host()));
        return growth.upTo(counts.toList(), clock.instant());
    }

    Prober prober(App app, Deployment deployment) {
        var release = deployment.release().flatMap(number -> releases.find(app.name(), number));
        var config = release.map(Release::config).orElse(app.config());
        return new Prober(proxy(), HostName.of(app.name(), domain), config.healthPath());
    }

    void keep(Deployment deployment, Receipt receipt) {
        receipts.add(deployment.id(), receipt);
        Log.infof("switch app=%s deployment=%s %s", deployment.app(), deployment.id(), receipt);
        bus.emit(new Notice.ReceiptWritten(deployment.app(), deployment.id()));
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
