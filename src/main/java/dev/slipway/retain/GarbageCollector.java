package dev.slipway.retain;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.app.Trouble;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.Containers;
import dev.slipway.docker.Images;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.Succession;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Takes away what is not needed any more: a few seconds after a deployment has ended or the engine
/// has started, and now and then.
@Singleton
public class GarbageCollector {
    private final Apps apps;
    private final Releases releases;
    private final Instances instances;
    private final Deployments deployments;
    private final Succession succession;
    private final Images images;
    private final Containers containers;
    private final String engine;
    private volatile boolean due = true;

    GarbageCollector(
            Apps apps,
            Releases releases,
            Instances instances,
            Deployments deployments,
            Succession succession,
            Images images,
            Containers containers,
            EngineConfig config) {
        this.apps = apps;
        this.releases = releases;
        this.instances = instances;
        this.deployments = deployments;
        this.succession = succession;
        this.images = images;
        this.containers = containers;
        this.engine = config.name();
    }

    void start(@Observes StartupEvent event, PipelineBus bus) {
        bus.consume(Notice.class, this::hear);
    }

    private void hear(Notice notice) {
        if (notice instanceof Notice.DeploymentFinished) {
            due = true;
        }
    }

    /// What was broken off when its deployment had ended is found late.
    @Scheduled(every = "10m")
    void lookAgain() {
        due = true;
    }

    @Scheduled(every = "5s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void whenDue() {
        if (!due) {
            return;
        }
        due = false;
        try {
            collect();
        } catch (Trouble e) {
            due = true;
            Log.warnf("garbage stays for now: %s", e.getMessage());
        }
    }

    /// What would be taken away now; nothing is. Docker is asked before the store, and the store
    /// for what is under way before it is asked for what is done: whatever Docker holds of ours and
    /// the store does not know now is left behind.
    ///
    /// @throws Trouble when Docker or the store does not answer
    public Garbage find() {
        var ourImages = images.own();
        var ourContainers = containers.instances();
        var busy = deployments.unfinished().stream().map(Deployment::app).collect(toSet());
        var idle =
                apps.all().stream()
                        .map(App::name)
                        .filter(app -> !busy.contains(app))
                        .collect(toSet());
        var running = instances.all();
        var releasesInUse =
                running.stream()
                        .collect(groupingBy(Instance::app, mapping(Instance::release, toSet())));
        var kept = new HashSet<Release>();
        var expendable = new ArrayList<Release>();
        for (var app : idle) {
            var all = releases.of(app);
            kept.addAll(all);
            expendable.addAll(expendable(app, all, releasesInUse.getOrDefault(app, Set.of())));
        }
        expendable.forEach(kept::remove);
        return Garbage.of(
                expendable,
                new Garbage.Inventory(
                        engine,
                        idle,
                        kept.stream().map(Release::image).collect(toSet()),
                        running.stream().map(Instance::id).collect(toSet()),
                        ourImages,
                        ourContainers));
    }

    /// @return what was taken away
    /// @throws Trouble when Docker or the store does not answer
    public synchronized Garbage collect() {
        var found = find();
        var inUseAgain =
                found.releases().stream()
                        .filter(release -> !releases.forget(release.app(), release.number()))
                        .map(Release::image)
                        .collect(toSet());
        var garbage = found.sparing(inUseAgain);
        garbage.tags().forEach(images::untag);
        garbage.images().forEach(images::remove);
        garbage.containers().forEach(containers::remove);
        if (!garbage.isEmpty()) {
            Log.infof(
                    "garbage is taken away tags=%s images=%d containers=%d",
                    garbage.tags(), garbage.images().size(), garbage.containers().size());
        }
        return garbage;
    }

    private List<Release> expendable(AppName app, List<Release> all, Set<Integer> running) {
        var inUse = new HashSet<>(running);
        releases.live(app).map(Release::number).ifPresent(inUse::add);
        succession.wayBack(app).map(Release::number).ifPresent(inUse::add);
        return Retention.expendable(all, inUse);
    }
}
