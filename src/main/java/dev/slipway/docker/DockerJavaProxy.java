package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import dev.slipway.app.ImageRef;
import dev.slipway.config.EngineConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// One container `<name>-proxy` in the host's network. Its label `slipway.settings` says what it
/// was made from, so that an engine with others replaces it; one that somebody else made has no
/// such label and is used as it is.
@Singleton
class DockerJavaProxy implements Proxy {
    private static final String SETTINGS = "slipway.settings";

    /// Raised when what [#hostConfig] asks for changes: its text is not the same in every process.
    private static final int FORM = 1;

    private static final int GRACE_S = 15;
    private static final int PATIENCE_S = 30;
    private static final long MEMORY = 512L << 20;
    private static final long PROCESSES = 512;

    private final DockerConnection docker;
    private final Containers containers;
    private final Images images;
    private final String engine;
    private final String name;

    static String name(String engine) {
        return engine + "-proxy";
    }

    DockerJavaProxy(
            DockerConnection docker, Containers containers, Images images, EngineConfig config) {
        this.docker = docker;
        this.containers = containers;
        this.images = images;
        this.engine = config.name();
        this.name = name(engine);
    }

    @Override
    public Step ensure(Spec spec) {
        return docker.call("keep the proxy running", client -> ensure(client, spec));
    }

    @Override
    public Optional<Instant> startedAt() {
        return docker.call(
                "inspect the proxy",
                client ->
                        inspect(client)
                                .filter(DockerJavaProxy::isRunning)
                                .map(proxy -> Instant.parse(proxy.getState().getStartedAt())));
    }

    @Override
    public boolean signal(String signal) {
        return docker.call(
                "signal the proxy",
                client -> {
                    try {
                        client.killContainerCmd(name).withSignal(signal).exec();
                        return true;
                    } catch (NotFoundException | ConflictException e) {
                        return false; // it is not there, or does not run
                    }
                });
    }

    @Override
    public void restart() {
        docker.run(
                "restart the proxy",
                client -> client.restartContainerCmd(name).withTimeout(GRACE_S).exec());
    }

    @Override
    public Optional<Execution> execute(List<String> command) {
        return docker.call(
                "run %s in the proxy".formatted(command.getFirst()),
                client -> {
                    try {
                        var id =
                                client.execCreateCmd(name)
                                        .withAttachStdout(true)
                                        .withAttachStderr(true)
                                        .withCmd(command.toArray(String[]::new))
                                        .exec()
                                        .getId();
                        var output = outputOf(client, id);
                        var code = client.inspectExecCmd(id).exec().getExitCodeLong();
                        return code == null
                                ? Optional.empty()
                                : Optional.of(new Execution(code.intValue(), output));
                    } catch (NotFoundException | ConflictException e) {
                        return Optional.empty();
                    }
                });
    }

    @Override
    public String logTail(int lines) {
        return containers.logTail(name, lines);
    }

    private Step ensure(DockerClient client, Spec spec) {
        var found = inspect(client);
        if (found.isEmpty()) {
            make(client, spec);
            return Step.MADE;
        }
        var madeFrom = labels(found.get()).get(SETTINGS);
        if (madeFrom != null
                && spec.image().isPresent()
                && !madeFrom.equals(settings(client, spec, spec.image().get()))) {
            Log.infof("proxy is replaced: image or settings are others container=%s", name);
            client.stopContainerCmd(name).withTimeout(GRACE_S).exec();
            client.removeContainerCmd(name).withForce(true).exec();
            make(client, spec);
            return Step.REPLACED;
        }
        return bringUp(client, found.get());
    }

    private Step bringUp(DockerClient client, InspectContainerResponse found) {
        if (Boolean.TRUE.equals(found.getState().getPaused())) {
            client.unpauseContainerCmd(name).exec();
            return Step.UNPAUSED;
        }
        if (isRunning(found) || Boolean.TRUE.equals(found.getState().getRestarting())) {
            return Step.LEFT; // or Docker's restart policy is at work
        }
        client.startContainerCmd(name).exec();
        return Step.STARTED;
    }

    private void make(DockerClient client, Spec spec) {
        var image =
                spec.image()
                        .orElseThrow(() ->
                                new DockerTrouble(
                                        "There is no container %s, and no image to make it from: set SLIPWAY_PROXY_IMAGE"
                                                .formatted(name)));
        var ref = new ImageRef(image);
        if (images.find(ref).isEmpty()) {
            images.pull(ref, line -> Log.infof("proxy image: %s", line));
        }
        Log.infof("proxy starts container=%s image=%s", name, image);
        client.createContainerCmd(image)
                .withName(name)
                .withLabels(
                        Map.of(
                                Labels.ENGINE,
                                engine,
                                "slipway.role",
                                "proxy",
                                SETTINGS,
                                settings(client, spec, image)))
                .withCmd("nginx", "-c", spec.configuration().toString(), "-g", "daemon off;")
                .withStopSignal("SIGQUIT")
                .withStopTimeout(GRACE_S)
                .withHostConfig(hostConfig(spec))
                .exec();
        client.startContainerCmd(name).exec();
    }

    /// The master binds the ports, becomes www-data for its workers, hands them their directories
    /// and signals them.
    private static HostConfig hostConfig(Spec spec) {
        return HostConfig.newHostConfig()
                .withNetworkMode("host")
                .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                .withMemory(MEMORY)
                .withPidsLimit(PROCESSES)
                .withUlimits(
                        List.of(
                                new Ulimit(
                                        "nofile",
                                        (long) spec.openFiles(),
                                        (long) spec.openFiles())))
                .withSecurityOpts(List.of("no-new-privileges"))
                .withCapDrop(Capability.ALL)
                .withCapAdd(
                        Capability.NET_BIND_SERVICE,
                        Capability.SETUID,
                        Capability.SETGID,
                        Capability.CHOWN,
                        Capability.FOWNER,
                        Capability.DAC_OVERRIDE,
                        Capability.KILL)
                .withBinds(Bind.parse(spec.directory() + ":" + spec.directory()))
                .withLogConfig(
                        new LogConfig(
                                LogConfig.LoggingType.JSON_FILE,
                                Map.of("max-size", "10m", "max-file", "3")));
    }

    private static String settings(DockerClient client, Spec spec, String image) {
        var id = client.inspectImageCmd(image).exec().getId();
        return Integer.toHexString((id + spec + FORM).hashCode());
    }

    private Optional<InspectContainerResponse> inspect(DockerClient client) {
        try {
            var found = client.inspectContainerCmd(name).exec();
            if (!engine.equals(labels(found).get(Labels.ENGINE))) {
                throw new DockerTrouble(
                        "A container named %s exists and is not this engine's: remove it, or use another SLIPWAY_NAME"
                                .formatted(name));
            }
            return Optional.of(found);
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> labels(InspectContainerResponse container) {
        var labels = container.getConfig().getLabels();
        return labels == null ? Map.of() : new HashMap<>(labels);
    }

    private static boolean isRunning(InspectContainerResponse container) {
        return Boolean.TRUE.equals(container.getState().getRunning())
                && !Boolean.TRUE.equals(container.getState().getPaused())
                && !Boolean.TRUE.equals(container.getState().getRestarting());
    }

    private static String outputOf(DockerClient client, String execution) {
        var text = new StringBuilder();
        try (var said =
                client.execStartCmd(execution)
                        .exec(
                                new ResultCallback.Adapter<Frame>() {
                                    @Override
                                    public void onNext(Frame frame) {
                                        text.append(
                                                new String(
                                                        frame.getPayload(),
                                                        StandardCharsets.UTF_8));
                                    }
                                })) {
            said.awaitCompletion(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new DockerTrouble("Docker broke off what a command in the proxy said", e);
        }
        return text.toString();
    }
}
