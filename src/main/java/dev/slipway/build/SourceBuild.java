package dev.slipway.build;

import dev.slipway.app.App;
import dev.slipway.app.BuildConfig;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Revision;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.ImageBuilder;
import dev.slipway.docker.Labels;
import dev.slipway.git.GitMirrors;
import dev.slipway.git.SourceTree;
import dev.slipway.store.BuildLogs;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Builds the image of one commit: its tree is streamed from the mirror into BuildKit, there is no
/// working copy.
@Singleton
class SourceBuild {
    record Order(App app, DeploymentId deployment, Revision commit, int release) {}

    sealed interface Outcome {
        record Built(String imageId) implements Outcome {}

        record Rejected(String message) implements Outcome {}
    }

    private final GitMirrors mirrors;
    private final ImageBuilder builder;
    private final MissingImages missing;
    private final BuildLogs logs;
    private final String engine;

    SourceBuild(
            GitMirrors mirrors,
            ImageBuilder builder,
            MissingImages missing,
            BuildLogs logs,
            EngineConfig config) {
        this.mirrors = mirrors;
        this.builder = builder;
        this.missing = missing;
        this.logs = logs;
        this.engine = config.name();
    }

    Outcome build(Order order) {
        var log = logs.writer(order.deployment());
        log.line("Building %s at commit %s".formatted(order.app().name(), order.commit().brief()));
        try (var source = mirrors.open(order.app().name(), order.commit())) {
            var config = order.app().config().build();
            return source.file(inContext(config, config.dockerfile()))
                    .map(text -> new String(text, StandardCharsets.UTF_8))
                    .map(dockerfile -> build(order, source, dockerfile, log))
                    .orElseGet(() -> new Outcome.Rejected(noDockerfile(order, source)));
        }
    }

    private Outcome build(Order order, SourceTree source, String dockerfile, BuildLogs.Writer log) {
        var config = order.app().config().build();
        var needed = DockerfileImages.of(dockerfile, config.args());
        // without a session BuildKit cannot log in to a registry, not even anonymously as Docker
        // Hub wants it
        needed.images().forEach(image -> missing.ensure(image, log));
        source.submodules().forEach(path -> log.line("Submodule %s is left out".formatted(path)));
        var included = DockerIgnore.parse(ignoreFile(source, config), config.dockerfile());
        var replaced = syntaxReplaced(needed, dockerfile, config, log);
        var result =
                builder.build(
                        new ImageBuilder.Order(
                                order.deployment().value(),
                                config.dockerfile(),
                                config.args(),
                                labels(order)),
                        tar -> source.writeTar(tar, config.context(), included, replaced),
                        log::line);
        return switch (result) {
            case ImageBuilder.Result.Built(var image) -> new Outcome.Built(image);
            case ImageBuilder.Result.Rejected(var message) -> {
                log.line("Build failed: " + message);
                yield new Outcome.Rejected(
                        "The image of %s could not be built: %s"
                                .formatted(order.app().name(), message));
            }
        };
    }

    /// A `# syntax=` line makes BuildKit fetch its frontend from a registry. Where that one cannot
    /// be had, the engine's own frontend has to do.
    private Map<String, byte[]> syntaxReplaced(
            DockerfileImages needed, String dockerfile, BuildConfig config, BuildLogs.Writer log) {
        if (needed.syntax().isEmpty()) {
            return Map.of();
        }
        try {
            missing.ensure(needed.syntax().get(), log);
            return Map.of();
        } catch (DockerTrouble e) {
            log.line(
                    "Frontend %s cannot be had, Docker's own is used: %s"
                            .formatted(needed.syntax().get(), e.getMessage()));
            return Map.of(
                    config.dockerfile(),
                    DockerfileImages.withoutSyntax(dockerfile).getBytes(StandardCharsets.UTF_8));
        }
    }

    private Map<String, String> labels(Order order) {
        return Labels.ofRelease(engine, order.app().name(), order.release(), order.deployment());
    }

    private static String ignoreFile(SourceTree source, BuildConfig config) {
        return source.file(inContext(config, ".dockerignore"))
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .orElse("");
    }

    private static String inContext(BuildConfig config, String path) {
        return config.context().equals(".") ? path : config.context() + "/" + path;
    }

    private static String noDockerfile(Order order, SourceTree source) {
        return "No %s in commit %s of %s: add one, or set the app's build.dockerfile. At its root there is %s"
                .formatted(
                        inContext(
                                order.app().config().build(),
                                order.app().config().build().dockerfile()),
                        order.commit().brief(),
                        order.app().name(),
                        source.root().isEmpty() ? "nothing" : String.join(", ", source.root()));
    }
}
