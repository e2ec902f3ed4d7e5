package dev.slipway.launch;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.docker.Containers;
import dev.slipway.docker.Images;
import dev.slipway.docker.Networks;
import dev.slipway.git.GitMirrors;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.store.Apps;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Takes away all that an app had: containers, network, images, mirror, logs, and last what the
/// store knows of it, so that a removal which was broken off can be taken up again.
@Singleton
class Removal {
    private final Apps apps;
    private final Instances instances;
    private final Deployments deployments;
    private final Containers containers;
    private final Networks networks;
    private final Images images;
    private final GitMirrors mirrors;
    private final BuildLogs logs;
    private final PipelineBus bus;

    Removal(
            Apps apps,
            Instances instances,
            Deployments deployments,
            Containers containers,
            Networks networks,
            Images images,
            GitMirrors mirrors,
            BuildLogs logs,
            PipelineBus bus) {
        this.apps = apps;
        this.instances = instances;
        this.deployments = deployments;
        this.containers = containers;
        this.networks = networks;
        this.images = images;
        this.mirrors = mirrors;
        this.logs = logs;
        this.bus = bus;
    }

    /// Does nothing when it is gone already: another app may have its name by now.
    void remove(AppName app) {
        if (!isLeaving(app)) {
            return;
        }
        instances.of(app).forEach(instance -> containers.remove(instance.container()));
        networks.remove(app);
        images.removeAll(app);
        mirrors.forget(app);
        deployments
                .latest(Optional.of(app), Integer.MAX_VALUE)
                .forEach(deployment -> logs.remove(deployment.id()));
        apps.remove(app);
        Log.infof("app is removed app=%s", app);
        bus.emit(new RouteInbox.BlocksChanged(app));
        bus.emit(new Notice.AppRemoved(app));
    }

    private boolean isLeaving(AppName app) {
        return apps.find(app).filter(one -> one.intent() == App.Intent.REMOVED).isPresent();
    }
}
