package dev.slipway.api;

import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.nginx.Edge;
import dev.slipway.store.Apps;
import dev.slipway.store.StoreTrouble;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when store, Docker and proxy all answer.
@Readiness
@Singleton
class EngineReady implements HealthCheck {
    private final Apps apps;
    private final Containers containers;
    private final Edge edge;

    EngineReady(Apps apps, Containers containers, Edge edge) {
        this.apps = apps;
        this.containers = containers;
        this.edge = edge;
    }

    @Override
    public HealthCheckResponse call() {
        boolean proxy = edge.isAnswering();
        var response = HealthCheckResponse.named("engine").withData("proxy", proxy);
        try {
            response.withData("apps", apps.all().size());
            response.withData("containers", containers.instances().size());
            return response.status(proxy).build();
        } catch (StoreTrouble | DockerTrouble e) {
            return response.withData("trouble", e.getMessage()).down().build();
        }
    }
}
