package dev.slipway.route;

import dev.slipway.nginx.Blueprint;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.pipeline.Start;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.TreeMap;

/// Writes the proxy's configuration before anything is routed and starts the proxy. A configuration
/// that is there already is kept until the new one has passed its test.
@Singleton
class EdgeSetup {
    private final EdgeFiles files;
    private final Blueprint blueprint;
    private final RoutePublisher publisher;
    private final ProxyKeeper keeper;
    private final Reloads reloads;

    EdgeSetup(
            EdgeFiles files,
            Blueprint blueprint,
            RoutePublisher publisher,
            ProxyKeeper keeper,
            Reloads reloads) {
        this.files = files;
        this.blueprint = blueprint;
        this.publisher = publisher;
        this.keeper = keeper;
        this.reloads = reloads;
    }

    void install(@Observes @Priority(Start.EDGE) StartupEvent event) {
        files.prepare();
        publisher.writeTable();
        if (files.live().isEmpty()) {
            var bare = blueprint.generation(new TreeMap<>());
            files.write(bare);
            files.flip(bare.name());
        }
        // Docker takes its time, and the engine can answer meanwhile
        Thread.ofVirtual().name("proxy-start").start(this::startProxy);
    }

    private void startProxy() {
        keeper.start();
        reloads.request();
    }
}
