package dev.slipway.docker;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerNetworkSettings;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.slipway.app.AppName;
import dev.slipway.app.InstanceId;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerState.Listed;
import dev.slipway.docker.ContainerState.Status;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

@Singleton
class DockerJavaContainers implements Containers {
    private static final Duration REMOVAL = Duration.ofSeconds(10);
    private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofMillis(50);

    private static final int MOST_LINKS = 40; // as Linux has it (path_resolution(7))
    private static final int PERMISSIONS = 07777;

    private final DockerConnection docker;
    private final ObjectMapper json;
    private final Networks networks;
    private final String engine;

    DockerJavaContainers(
            DockerConnection docker, ObjectMapper json, Networks networks, EngineConfig config) {
        this.docker = docker;
        this.json = json;
        this.networks = networks;
        this.engine = config.name();
    }

    @Override
    public String create(ContainerSpec spec) {
        return docker.call(
                "create container " + spec.name(),
                client -> {
                    var command =
                            client.createContainerCmd(spec.image().value())
                                    .withName(spec.name())
                                    .withEnv(environment(spec.env()))
                                    .withLabels(spec.labels())
                                    .withIpv4Address(spec.ip())
                                    .withHostConfig(hostConfig(spec));
                    try {
                        return command.exec().getId();
                    } catch (ConflictException e) {
                        remove(spec.name());
                        return command.exec().getId();
                    }
                });
    }

    @Override
    public void start(String container) {
        docker.run(
                "start container " + container,
                client -> {
                    try {
                        return client.startContainerCmd(container).exec();
                    } catch (NotModifiedException e) {
                        return "running already";
                    }
                });
    }

    @Override
    public void pause(String container) {
        docker.run(
                "pause container " + container,
                client -> {
                    try {
                        return client.pauseContainerCmd(container).exec();
                    } catch (ConflictException e) {
                        return tolerated(container, Status.PAUSED, e);
                    }
                });
    }

    @Override
    public void unpause(String container) {
        docker.run(
                "unpause container " + container,
                client -> {
                    try {
                        return client.unpauseContainerCmd(container).exec();
                    } catch (InternalServerErrorException e) {
                        return tolerated(container, Status.RUNNING, e);
                    }
                });
    }

    @Override
    public void kill(String container, String signal) {
        docker.run(
                "send " + signal + " to container " + container,
                client -> {
                    try {
                        return client.killContainerCmd(container).withSignal(signal).exec();
                    } catch (ConflictException e) {
                        return "does not run";
                    }
                });
    }

    /// Docker refuses what is done already.
    private String tolerated(String container, Status already, DockerException refused) {
        if (find(container).filter(state -> state.status() == already).isPresent()) {
            return "done already";
        }
        throw refused;
    }

    @Override
    public void stop(String container, Duration grace) {
        docker.run(
                "stop container " + container,
                client -> {
                    try {
                        return client.stopContainerCmd(container)
                                .withTimeout(Math.toIntExact(grace.toSeconds()))
                                .exec();
                    } catch (NotModifiedException | NotFoundException e) {
                        return "stopped already";
                    }
                });
    }

    @Override
    public void remove(String container) {
        docker.run(
                "remove container " + container,
                client -> {
                    try {
                        return client.removeContainerCmd(container)
                                .withForce(true)
                                .withRemoveVolumes(true)
                                .exec();
                    } catch (NotFoundException e) {
                        return "gone already";
                    } catch (ConflictException e) {
                        return removedMeanwhile(container, e);
                    }
                });
    }

    /// Somebody else removes it at the moment, which Docker refuses to do for us too: an app may be
    /// removed while its instances retire.
    private String removedMeanwhile(String container, ConflictException refused) {
        var begin = System.nanoTime();
        while (find(container).isPresent()) {
            if (System.nanoTime() - begin > REMOVAL.toNanos()) {
                throw refused;
            }
            LockSupport.parkNanos(BEFORE_ANOTHER_LOOK.toNanos());
        }
        return "gone meanwhile";
    }

    @Override
    public Optional<ContainerState> find(String container) {
        return inspect(container).map(this::state);
    }

    private Optional<InspectContainerResponse> inspect(String container) {
        return docker.call(
                "inspect container " + container,
                client -> {
                    try {
                        return Optional.of(client.inspectContainerCmd(container).exec());
                    } catch (NotFoundException e) {
                        return Optional.empty();
                    }
                });
    }

    @Override
    public List<Listed> instances() {
        return docker.call(
                "list containers",
                client ->
                        client
                                .listContainersCmd()
                                .withShowAll(true)
                                .withLabelFilter(
                                        List.of(Labels.ENGINE + "=" + engine, Labels.INSTANCE))
                                .exec()
                                .stream()
                                .map(this::listed)
                                .toList());
    }

    @Override
    public List<OwnContainer> own() {
        return instances().stream()
                .flatMap(listed -> inspect(listed.id()).stream())
                .map(this::own)
                .toList();
    }

    private OwnContainer own(InspectContainerResponse inspected) {
        var config = inspected.getConfig();
        return new OwnContainer(
                inspected.getId(),
                requireNonNull(config.getImage()),
                status(String.valueOf(inspected.getState().getStatus())),
                Map.copyOf(requireNonNull(config.getLabels())),
                variables(config.getEnv()),
                address(inspected),
                Instant.parse(requireNonNull(inspected.getCreated())));
    }

    /// The one that we asked for: a container that does not run has no other.
    private String address(InspectContainerResponse inspected) {
        return ownNetwork(inspected)
                .map(ContainerNetwork::getIpamConfig)
                .map(ContainerNetwork.Ipam::getIpv4Address)
                .orElse("");
    }

    private static Map<String, String> variables(String @Nullable [] env) {
        var variables = new TreeMap<String, String>();
        for (var line : env == null ? new String[0] : env) {
            var equals = line.indexOf('=');
            if (equals > 0) {
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return variables;
    }

    @Override
    public String logTail(String container, int lines) {
        return logTail(container, lines, Instant.EPOCH);
    }

    @Override
    public String logTail(String container, int lines, Instant since) {
        return docker.call(
                "read the log of container " + container,
                client -> {
                    var text = new StringBuilder();
                    try (var log =
                            client.logContainerCmd(container)
                                    .withStdOut(true)
                                    .withStdErr(true)
                                    .withTail(lines)
                                    .withSince(Math.toIntExact(since.getEpochSecond()))
                                    .exec(onFrame(text::append))) {
                        log.awaitCompletion(10, TimeUnit.SECONDS);
                    } catch (NotFoundException e) {
                        return "";
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException e) {
                        throw new DockerTrouble("Docker broke off the log of " + container, e);
                    }
                    return text.toString();
                });
    }

    @Override
    public Optional<Command> command(String container) {
        return inspect(container).map(DockerJavaContainers::command);
    }

    private static Command command(InspectContainerResponse inspected) {
        var config = inspected.getConfig();
        var words = new ArrayList<String>();
        words.add(requireNonNull(inspected.getPath()));
        words.addAll(List.of(requireNonNull(inspected.getArgs())));
        return new Command(
                words,
                variables(config.getEnv()),
                Objects.requireNonNullElse(config.getWorkingDir(), ""),
                Objects.requireNonNullElse(config.getUser(), ""));
    }

    @Override
    public Optional<FileStart> file(String container, String path, int bytes) {
        return docker.call(
                "read %s in container %s".formatted(path, container),
                _ -> {
                    var at = Path.of(path);
                    for (int i = 0; i < MOST_LINKS; i++) {
                        switch (look(container, at, bytes)) {
                            case Found.Nothing() -> {
                                return Optional.empty();
                            }
                            case Found.Start(var start) -> {
                                return Optional.of(start);
                            }
                            case Found.Link(var target) ->
                                    at = at.resolveSibling(target).normalize();
                        }
                    }
                    return Optional.empty();
                });
    }

    private sealed interface Found {
        record Nothing() implements Found {}

        record Link(String target) implements Found {}

        record Start(FileStart start) implements Found {}
    }

    /// Docker sends the whole file, and all that is in a folder. docker-java's own command reads
    /// that to its end when it is closed; a response that is closed is broken off.
    private Found look(String container, Path path, int bytes) {
        var query = URLEncoder.encode(path.toString(), StandardCharsets.UTF_8);
        try (var response = get("/containers/%s/archive?path=%s".formatted(container, query))) {
            return switch (response.getStatusCode()) {
                case 200 -> found(new TarArchiveInputStream(response.getBody()), bytes);
                case 404 -> new Found.Nothing();
                default -> throw new DockerTrouble("Docker does not give " + path);
            };
        } catch (IOException e) {
            throw new DockerTrouble("Docker broke off its answer", e);
        }
    }

    private static Found found(TarArchiveInputStream tar, int bytes) throws IOException {
        var entry = requireNonNull(tar.getNextEntry());
        return entry.isSymbolicLink()
                ? new Found.Link(entry.getLinkName())
                : new Found.Start(
                        new FileStart(
                                entry.isDirectory(),
                                entry.getMode() & PERMISSIONS,
                                new String(tar.readNBytes(bytes), StandardCharsets.ISO_8859_1)));
    }

    @Override
    public AutoCloseable followLog(String container, int tail, Consumer<String> line) {
        return docker.call(
                "follow the log of container " + container,
                client ->
                        client.logContainerCmd(container)
                                .withStdOut(true)
                                .withStdErr(true)
                                .withTail(tail)
                                .withFollowStream(true)
                                .exec(onFrame(line)));
    }

    @Override
    public Optional<Reading> reading(String container) {
        return docker.call(
                "tell what container %s uses".formatted(container),
                _ -> {
                    var path =
                            "/containers/%s/stats?stream=false&one-shot=true".formatted(container);
                    try (var response = get(path)) {
                        return response.getStatusCode() == 200
                                ? Reading.of(json.readTree(response.getBody()))
                                : Optional.empty();
                    } catch (IOException e) {
                        throw new DockerTrouble("Docker broke off what it said of " + container, e);
                    }
                });
    }

    /// For what docker-java has no command, or one that does more.
    private DockerHttpClient.Response get(String path) {
        return docker.send(
                DockerHttpClient.Request.builder().method(DockerHttpClient.Request.Method.GET),
                path);
    }

    private static HostConfig hostConfig(ContainerSpec spec) {
        var memory = (long) spec.limits().memoryMb() << 20;
        return HostConfig.newHostConfig()
                .withNetworkMode(spec.network())
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .withInit(true)
                .withMemory(memory)
                .withMemorySwap(memory) // the same: no swap on top
                .withPidsLimit((long) spec.limits().pids())
                .withCpuShares(spec.limits().cpuShares())
                .withCapDrop(Capability.ALL)
                .withCapAdd(kept())
                .withSecurityOpts(List.of("no-new-privileges"))
                .withLogConfig(
                        new LogConfig(
                                LogConfig.LoggingType.JSON_FILE,
                                Map.of("max-size", "10m", "max-file", "3")));
    }

    /// What common images need on their way to an unprivileged user; everything else is dropped.
    private static Capability[] kept() {
        return new Capability[] {
            Capability.CHOWN,
            Capability.SETUID,
            Capability.SETGID,
            Capability.DAC_OVERRIDE,
            Capability.FOWNER,
            Capability.FSETID,
            Capability.KILL,
            Capability.NET_BIND_SERVICE
        };
    }

    private static List<String> environment(Map<String, String> env) {
        return env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    private ContainerState state(InspectContainerResponse inspected) {
        var state = inspected.getState();
        return new ContainerState(
                inspected.getId(),
                status(String.valueOf(state.getStatus())),
                Optional.ofNullable(state.getExitCodeLong()).orElse(0L).intValue(),
                Boolean.TRUE.equals(state.getOOMKilled()),
                Optional.ofNullable(state.getPidLong()).orElse(0L).intValue(),
                Optional.ofNullable(state.getFinishedAt())
                        .map(Instant::parse)
                        .filter(at -> at.getEpochSecond() > 0), // year 1 means never
                ownNetwork(inspected).map(ContainerNetwork::getIpAddress).orElse(""),
                Optional.ofNullable(inspected.getRestartCount()).orElse(0));
    }

    private Listed listed(Container container) {
        return new Listed(
                container.getId(),
                new AppName(requireNonNull(container.getLabels().get(Labels.APP))),
                new InstanceId(requireNonNull(container.getLabels().get(Labels.INSTANCE))),
                status(container.getState()),
                ownNetwork(container).map(ContainerNetwork::getIpAddress).orElse(""),
                requireNonNull(container.getImageId()));
    }

    private Optional<ContainerNetwork> ownNetwork(Container container) {
        return Optional.ofNullable(container.getNetworkSettings())
                .map(ContainerNetworkSettings::getNetworks)
                .flatMap(in -> ownNetwork(container.getLabels(), in));
    }

    private Optional<ContainerNetwork> ownNetwork(InspectContainerResponse inspected) {
        return ownNetwork(
                inspected.getConfig().getLabels(), inspected.getNetworkSettings().getNetworks());
    }

    /// That of its app, if it is in there: its owner may have connected it to others, too.
    private Optional<ContainerNetwork> ownNetwork(
            @Nullable Map<String, String> labels, Map<String, ContainerNetwork> in) {
        return Optional.ofNullable(labels)
                .map(all -> all.get(Labels.APP))
                .map(app -> in.get(networks.name(new AppName(app))));
    }

    private static Status status(String word) {
        return Status.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static ResultCallback.Adapter<Frame> onFrame(Consumer<String> text) {
        return new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                text.accept(
                        new String(frame.getPayload(), StandardCharsets.UTF_8)
                                .replace("\r\n", "\n"));
            }
        };
    }
}
