package dev.slipway.docker;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.slipway.app.AppName;
import dev.slipway.app.ImageRef;
import dev.slipway.config.EngineConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@Singleton
class DockerJavaImages implements Images {
    private static final int PULL_MINUTES = 15;

    private final DockerConnection docker;
    private final String engine;

    DockerJavaImages(DockerConnection docker, EngineConfig config) {
        this.docker = docker;
        this.engine = config.name();
    }

    @Override
    public Optional<Image> find(ImageRef image) {
        return docker.call(
                "inspect image " + image,
                client -> {
                    try {
                        var found = client.inspectImageCmd(image.value()).exec();
                        return Optional.of(
                                new Image(
                                        requireNonNull(found.getId()),
                                        exposedPorts(found),
                                        Objects.requireNonNullElse(found.getArch(), "")));
                    } catch (NotFoundException e) {
                        return Optional.empty();
                    }
                });
    }

    @Override
    public String hostArchitecture() {
        return docker.call(
                "tell its version", client -> requireNonNull(client.versionCmd().exec().getArch()));
    }

    @Override
    public void pull(ImageRef image, Consumer<String> log) {
        docker.run(
                "pull image " + image,
                client -> {
                    var progress = new PullProgress(log);
                    var reference = image.value();
                    // without a tag Docker would fetch every tag there is
                    var tagged =
                            reference.matches(".*[:@][^/]*") ? reference : reference + ":latest";
                    try {
                        if (!client.pullImageCmd(tagged)
                                .exec(progress)
                                .awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)) {
                            throw new DockerTrouble(
                                    "Image %s was not pulled within %d min"
                                            .formatted(image, PULL_MINUTES));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new DockerTrouble(
                                "Pulling image %s was interrupted".formatted(image), e);
                    }
                    return image;
                });
    }

    @Override
    public void tag(String imageId, ImageRef tag) {
        docker.run(
                "tag image " + tag,
                client -> {
                    var colon = tag.value().lastIndexOf(':');
                    return client.tagImageCmd(
                                    imageId,
                                    tag.value().substring(0, colon),
                                    tag.value().substring(colon + 1))
                            .exec();
                });
    }

    @Override
    public void removeAll(AppName app) {
        docker.run(
                "remove the images of " + app,
                client -> {
                    for (var image : labelled(client, Labels.ofApp(engine, app))) {
                        remove(image.getId());
                    }
                    return app;
                });
    }

    @Override
    public List<OwnImage> own() {
        return docker.call(
                "list images",
                client -> {
                    var found = new LinkedHashMap<String, OwnImage>();
                    Stream.concat(
                                    labelled(client, Map.of(Labels.ENGINE, engine)).stream(),
                                    client
                                            .listImagesCmd()
                                            .withFilter("reference", List.of(engine + "/*"))
                                            .exec()
                                            .stream())
                            .forEach(image -> found.put(image.getId(), own(image)));
                    return List.copyOf(found.values());
                });
    }

    private static OwnImage own(com.github.dockerjava.api.model.Image image) {
        var tags = image.getRepoTags();
        var labels = image.getLabels();
        return new OwnImage(
                image.getId(),
                labels == null ? Map.of() : Map.copyOf(labels),
                tags == null
                        ? List.of()
                        : Arrays.stream(tags).filter(tag -> !tag.startsWith("<none>")).toList());
    }

    private static List<com.github.dockerjava.api.model.Image> labelled(
            DockerClient client, Map<String, String> labels) {
        var lines = labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
        return client.listImagesCmd().withFilter("label", lines).exec();
    }

    @Override
    public void untag(String tag) {
        remove(tag, false);
    }

    @Override
    public void remove(String id) {
        remove(id, true);
    }

    /// @param image an id or a tag
    /// @param force also when it has several tags
    private void remove(String image, boolean force) {
        docker.run(
                "remove image " + image,
                client -> {
                    try {
                        return client.removeImageCmd(image).withForce(force).exec();
                    } catch (NotFoundException e) {
                        return "gone already";
                    } catch (ConflictException e) {
                        Log.infof("image stays, a container uses it image=%s", image);
                        return "in use";
                    }
                });
    }

    private static SortedSet<Integer> exposedPorts(InspectImageResponse image) {
        var config = image.getConfig();
        var exposed = config == null ? null : config.getExposedPorts();
        return exposed == null
                ? new TreeSet<>()
                : Arrays.stream(exposed)
                        .filter(port -> port.getProtocol() == InternetProtocol.TCP)
                        .map(ExposedPort::getPort)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static final class PullProgress extends ResultCallback.Adapter<PullResponseItem> {
        private final Consumer<String> log;

        private PullProgress(Consumer<String> log) {
            this.log = log;
        }

        @Override
        public void onNext(PullResponseItem item) {
            var error = item.getErrorDetail();
            if (error != null) {
                throw new DockerTrouble(String.valueOf(error.getMessage()));
            }
            if (item.getProgressDetail() == null && item.getStatus() != null) {
                log.accept(item.getStatus());
            }
        }
    }
}
