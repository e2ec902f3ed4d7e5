package dev.slipway.route;

import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.pipeline.Start;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Writes the proxy's configuration before anything is routed, and has a running proxy read it when
/// it changed.
@Singleton
class EdgeSetup {
    private final EdgeFiles files;
    private final RoutePublisher publisher;
    private final Containers containers;

    EdgeSetup(EdgeFiles files, RoutePublisher publisher, Containers containers) {
        this.files = files;
        this.publisher = publisher;
        this.containers = containers;
    }

    void install(@Observes @Priority(Start.EDGE) StartupEvent event) {
        boolean changed = files.install();
        publisher.writeTable();
        if (changed) {
            reload();
        }
    }

    private void reload() {
        try {
            if (containers.signalProxy("HUP")) {
                Log.infof("proxy reloads generation=%s", files.generation());
            }
        } catch (DockerTrouble e) {
            Log.warnf("proxy keeps its old configuration until it restarts: %s", e.getMessage());
        }
    }
}
