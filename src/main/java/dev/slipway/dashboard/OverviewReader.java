package dev.slipway.dashboard;

import dev.slipway.api.AppReader;
import dev.slipway.app.App;
import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.Succession;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Drills;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import dev.slipway.store.RefusedBlocks;
import dev.slipway.store.Releases;
import dev.slipway.traffic.TrafficMeter;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Puts the home page together from the store, and from what the traffic meter last read.
@Singleton
class OverviewReader {
    private static final int DEPLOYMENTS = 10;
    private static final int INCIDENTS = 5;

    private final Apps apps;
    private final Releases releases;
    private final Instances instances;
    private final Deployments deployments;
    private final Incidents incidents;
    private final RefusedBlocks refused;
    private final Drills drills;
    private final Succession succession;
    private final TrafficMeter traffic;
    private final AppReader reader;
    private final EngineConfig config;

    OverviewReader(
            Apps apps,
            Releases releases,
            Instances instances,
            Deployments deployments,
            Incidents incidents,
            RefusedBlocks refused,
            Drills drills,
            Succession succession,
            TrafficMeter traffic,
            AppReader reader,
            EngineConfig config) {
        this.apps = apps;
        this.releases = releases;
        this.instances = instances;
        this.deployments = deployments;
        this.incidents = incidents;
        this.refused = refused;
        this.drills = drills;
        this.succession = succession;
        this.traffic = traffic;
        this.reader = reader;
        this.config = config;
    }

    /// @param address the engine's own, without a slash at the end
    Overview read(String address) {
        return new Overview(
                apps.all().stream().map(this::card).toList(),
                deployments.latest(Optional.empty(), DEPLOYMENTS).stream()
                        .map(DeploymentLine::of)
                        .toList(),
                latestIncidents(),
                address,
                config.state().resolve("admin-token").toString());
    }

    private List<IncidentLine> latestIncidents() {
        return incidents.latest(Optional.empty(), INCIDENTS).stream()
                .map(IncidentLine::of)
                .toList();
    }

    private AppCard card(App app) {
        return AppCard.of(
                app,
                reader.url(app.name()),
                releases.live(app.name()),
                succession.wayBack(app.name()),
                refused.of(app.name()),
                instances.of(app.name()),
                traffic.of(app.name()).lastMinute(),
                deployments.latest(Optional.of(app.name()), 1).stream().findFirst(),
                drills.latest(app.name(), 1).stream().findFirst());
    }
}
