package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Writes by a container that lives for a moment, made from the proxy's image, which has a shell.
@Singleton
class DockerJavaControlGroups implements HostControlGroups {
    private static final String HOST = "/sys/fs/cgroup";
    private static final String SEEN_AS = "/host/cgroup";
    private static final int PATIENCE_S = 30;

    private final DockerConnection docker;
    private final Optional<String> image;
    private final String engine;

    DockerJavaControlGroups(DockerConnection docker, EngineConfig config) {
        this.docker = docker;
        this.image = config.proxy().image();
        this.engine = config.name();
    }

    @Override
    public void write(Map<Path, Long> values) {
        var script =
                values.entrySet().stream()
                        .map(e -> "echo %d > '%s/%s'".formatted(e.getValue(), SEEN_AS, e.getKey()))
                        .collect(Collectors.joining(" && "));
        docker.run("write control groups", client -> run(client, script));
    }

    private int run(DockerClient client, String script) {
        var id =
                client.createContainerCmd(
                                image.orElseThrow(
                                        () -> new DockerTrouble("there is no proxy image")))
                        .withEntrypoint("/bin/sh", "-c", script)
                        .withUser("0:0")
                        .withLabels(Map.of(Labels.ENGINE, engine, "slipway.role", "fence"))
                        .withHostConfig(
                                HostConfig.newHostConfig()
                                        .withNetworkMode("none")
                                        .withBinds(Bind.parse(HOST + ":" + SEEN_AS)))
                        .exec()
                        .getId();
        try {
            client.startContainerCmd(id).exec();
            var code =
                    client.waitContainerCmd(id)
                            .start()
                            .awaitStatusCode(PATIENCE_S, TimeUnit.SECONDS);
            if (code != 0) {
                throw new DockerTrouble("the kernel refused: " + script);
            }
            return code;
        } finally {
            client.removeContainerCmd(id).withForce(true).exec();
        }
    }
}
