package dev.slipway.drill;

import dev.slipway.app.AppName;
import dev.slipway.pipeline.Succession;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Reads from the store how apps are.
@Singleton
class Conditions {
    private final Apps apps;
    private final Instances instances;
    private final Deployments deployments;
    private final Succession succession;

    Conditions(Apps apps, Instances instances, Deployments deployments, Succession succession) {
        this.apps = apps;
        this.instances = instances;
        this.deployments = deployments;
        this.succession = succession;
    }

    /// Empty when there is no such app any more.
    Optional<Condition> of(AppName name) {
        var last = deployments.latest(Optional.of(name), 1).stream().findFirst();
        var onProbation = succession.onProbation(name).isPresent();
        return apps.find(name)
                .map(app -> new Condition(app, instances.of(name), last, onProbation));
    }
}
