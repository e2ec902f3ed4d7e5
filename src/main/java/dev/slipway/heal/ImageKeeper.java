package dev.slipway.heal;

import static java.util.stream.Collectors.toSet;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import dev.slipway.app.Trouble;
import dev.slipway.docker.ContainerState.Listed;
import dev.slipway.docker.Containers;
import dev.slipway.docker.Images;
import dev.slipway.pipeline.Intake;
import dev.slipway.pipeline.Journal;
import dev.slipway.store.Apps;
import dev.slipway.store.Deployments;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sees to it that the image of each live release is there: without it, no instance can be made
/// anew. A container still has it when its tags are gone; else it is built or pulled again.
@Singleton
class ImageKeeper {
    private final Apps apps;
    private final Releases releases;
    private final Instances instances;
    private final Deployments deployments;
    private final Incidents incidents;
    private final Containers containers;
    private final Images images;
    private final Intake intake;
    private final Journal journal;
    private final Clock clock;
    private final Map<AppName, History> histories = new HashMap<>();

    ImageKeeper(
            Apps apps,
            Releases releases,
            Instances instances,
            Deployments deployments,
            Incidents incidents,
            Containers containers,
            Images images,
            Intake intake,
            Journal journal,
            Clock clock) {
        this.apps = apps;
        this.releases = releases;
        this.instances = instances;
        this.deployments = deployments;
        this.incidents = incidents;
        this.containers = containers;
        this.images = images;
        this.intake = intake;
        this.journal = journal;
        this.clock = clock;
    }

    @Scheduled(
            every = "${slipway.health.image-interval:60s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void audit() {
        try {
            var busy = deployments.unfinished().stream().map(Deployment::app).collect(toSet());
            apps.all().stream()
                    .filter(App::isWanted)
                    .filter(app -> !busy.contains(app.name()))
                    .flatMap(app -> releases.live(app.name()).stream())
                    .forEach(this::tryToLookFor);
        } catch (Trouble e) {
            Log.warnf("images cannot be looked for now: %s", e.getMessage());
        }
    }

    /// Trouble with one is no reason not to look for the others.
    private void tryToLookFor(Release release) {
        try {
            lookFor(release);
        } catch (Trouble e) {
            Log.warnf("image cannot be looked for app=%s: %s", release.app(), e.getMessage());
        }
    }

    private void lookFor(Release release) {
        if (images.find(release.image()).isPresent()) {
            histories.remove(release.app());
            journal.well(Cause.IMAGE_MISSING, Optional.of(release.app()));
            return;
        }
        image(release).ifPresentOrElse(id -> tag(release, id), () -> makeAgain(release));
    }

    private Optional<String> image(Release release) {
        Set<String> ours =
                instances.of(release.app()).stream()
                        .filter(instance -> instance.release() == release.number())
                        .map(Instance::container)
                        .collect(toSet());
        return containers.instances().stream()
                .filter(listed -> ours.contains(listed.id()))
                .map(Listed::image)
                .findFirst();
    }

    private void tag(Release release, String image) {
        images.tag(image, release.image());
        journal.restored(opened(release, "named again, as a container still has it"));
    }

    private void makeAgain(Release release) {
        var app = release.app();
        var now = clock.instant();
        var history = histories.getOrDefault(app, History.none(app));
        if (!now.isBefore(history.nextAttempt(now))) {
            histories.put(app, history.attempted(now));
            if (incidents.open(Cause.IMAGE_MISSING, Optional.of(app)).isEmpty()) {
                opened(release, "made again by a deployment");
            }
            intake.build(app, Trigger.HEAL, release.commit());
        }
    }

    private Incident opened(Release release, String action) {
        var incident =
                Incident.found(
                        Optional.of(release.app()),
                        Cause.IMAGE_MISSING,
                        "the image %s of release %d was removed by somebody else"
                                .formatted(release.image(), release.number()),
                        action,
                        clock.instant());
        journal.opened(incident);
        return incident;
    }
}
