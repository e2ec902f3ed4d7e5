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
import dev.slipway.probe.Probers;
import dev.slipway.store.Receipts;
import dev.slipway.store.Releases;
import dev.slipway.traffic.Growth;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;

/// What the witnesses of switches need: edge, proxy, store.
@Singleton
class Witnesses {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Edge edge;
    private final Releases releases;
    private final Receipts receipts;
    private final PipelineBus bus;
    private final Clock clock;
    private final Probers probers;
    private final HostName domain;

    Witnesses(
            Edge edge,
            Releases releases,
            Receipts receipts,
            PipelineBus bus,
            Clock clock,
            Probers probers,
            EngineConfig config) {
        this.edge = edge;
        this.releases = releases;
        this.receipts = receipts;
        this.bus = bus;
        this.clock = clock;
        this.probers = probers;
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
        return probers.of(app.name(), config.healthPath(), "slipway-receipt", PATIENCE);
    }

    void keep(Deployment deployment, Receipt receipt) {
        receipts.add(deployment.id(), receipt);
        Log.infof("switch app=%s deployment=%s %s", deployment.app(), deployment.id(), receipt);
        bus.emit(new Notice.ReceiptWritten(deployment.app(), deployment.id()));
    }
}
