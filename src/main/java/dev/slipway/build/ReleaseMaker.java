package dev.slipway.build;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Stage;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.Images;
import dev.slipway.git.GitMirrors;
import dev.slipway.git.GitTrouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.store.Apps;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Deployments;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/// Makes a deployment's release: the commit is fetched, its image built and tagged, the release
/// kept.
@Singleton
class ReleaseMaker {
    sealed interface Outcome {
        record Made() implements Outcome {}

        record Rejected(String message) implements Outcome {}

        /// The deployment ended while its image was made.
        record Unwanted() implements Outcome {}
    }

    private final Apps apps;
    private final Deployments deployments;
    private final Releases releases;
    private final GitMirrors mirrors;
    private final Images images;
    private final MissingImages missing;
    private final SourceBuild builds;
    private final BuildLogs logs;
    private final Journal journal;
    private final Clock clock;
    private final String engine;

    ReleaseMaker(
            Apps apps,
            Deployments deployments,
            Releases releases,
            GitMirrors mirrors,
            Images images,
            MissingImages missing,
            SourceBuild builds,
            BuildLogs logs,
            Journal journal,
            Clock clock,
            EngineConfig config) {
        this.apps = apps;
        this.deployments = deployments;
        this.releases = releases;
        this.mirrors = mirrors;
        this.images = images;
        this.missing = missing;
        this.builds = builds;
        this.logs = logs;
        this.journal = journal;
        this.clock = clock;
        this.engine = config.name();
    }

    Outcome make(Deployment deployment) {
        var app = apps.find(deployment.app()).orElseThrow();
        return app.config()
                .image()
                .map(image -> pull(deployment, app, image))
                .orElseGet(() -> build(deployment, app));
    }

    private Outcome pull(Deployment deployment, App app, ImageRef image) {
        journal.enter(deployment, Stage.BUILD);
        var present = missing.ensure(image, logs.writer(deployment.id()));
        return keep(deployment, app, releases.reserve(app.name()), present.id(), Optional.empty());
    }

    private Outcome build(Deployment deployment, App app) {
        journal.enter(deployment, Stage.FETCH);
        var commit = fetch(deployment, app);
        deployments.foundCommit(deployment.id(), commit);
        journal.enter(deployment, Stage.BUILD);
        int number = releases.reserve(app.name());
        return switch (builds.build(new SourceBuild.Order(app, deployment.id(), commit, number))) {
            case SourceBuild.Outcome.Built(var image) ->
                    keep(deployment, app, number, image, Optional.of(commit));
            case SourceBuild.Outcome.Rejected(var message) -> new Outcome.Rejected(message);
        };
    }

    private Revision fetch(Deployment deployment, App app) {
        var config = app.config();
        return config.repository()
                .map(from -> mirrors.fetch(app.name(), from, config.branch(), deployment.commit()))
                .or(deployment::commit)
                .or(() -> mirrors.tip(app.name(), config.branch()))
                .orElseThrow(() ->
                        new GitTrouble(
                                "App %s has no repository and nothing was pushed to it: set its repository, or git push to /git/%s.git"
                                        .formatted(app.name(), app.name())));
    }

    /// Tagged first: a release whose image is gone would be worse than a tag that nobody needs. The
    /// configuration is the one of this moment, which may have changed during the build.
    private Outcome keep(
            Deployment deployment, App app, int number, String imageId, Optional<Revision> commit) {
        var tag = ImageRef.of(engine, app.name(), number);
        images.tag(imageId, tag);
        var release =
                new Release(
                        app.name(),
                        number,
                        deployment.id(),
                        commit,
                        tag,
                        apps.find(app.name()).map(App::config).orElseThrow(),
                        clock.instant());
        if (releases.add(release)) {
            return new Outcome.Made();
        }
        images.untag(tag.value());
        return new Outcome.Unwanted();
    }
}
