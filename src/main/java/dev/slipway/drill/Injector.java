package dev.slipway.drill;

import dev.slipway.app.Fault;
import dev.slipway.app.Instance;
import dev.slipway.docker.Containers;
import dev.slipway.docker.Networks;
import dev.slipway.docker.Processes;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Does to an instance what happens to instances, and nothing to any other.
@Singleton
class Injector {
    private final Containers containers;
    private final Networks networks;
    private final Processes processes;

    Injector(Containers containers, Networks networks, Processes processes) {
        this.containers = containers;
        this.networks = networks;
        this.processes = processes;
    }

    /// Returns when Docker has done it.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when Docker does not answer or refuses
    void inject(Fault fault, Instance into) {
        Log.warnf(
                "a fault is put in app=%s instance=%s fault=%s",
                into.app(), into.id(), fault.label());
        var container = into.container();
        switch (fault) {
            // a kill through Docker is a wish to it, and so the same as a stop
            case KILL -> processes.signal(container, "KILL");
            case STOP -> containers.stop(container, Duration.ZERO);
            case PAUSE -> containers.pause(container);
            case REMOVE -> containers.remove(container);
            case DISCONNECT -> networks.detach(into.app(), container);
            case HANG -> processes.signal(container, "STOP");
        }
    }
}
