package dev.slipway.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What the engine may not do itself is done by a container that lives for a moment, made from the
/// proxy's image, which has a shell.
@Singleton
class Errand {
    private static final int PATIENCE_S = 30;

    private final DockerConnection docker;
    private final Optional<String> image;
    private final String engine;

    Errand(DockerConnection docker, EngineConfig config) {
        this.docker = docker;
        this.image = config.proxy().image();
        this.engine = config.name();
    }

    /// @param act what it does, for the message when it fails
    /// @param script of the shell, run as root
    /// @param role what its container is labelled with
    /// @param how what that container may see and do; it has no network
    /// @param done the exit codes of success
    void run(String act, String script, String role, HostConfig how, Set<Integer> done) {
        docker.run(act, client -> run(client, script, role, how, done));
    }

    private int run(
            DockerClient client, String script, String role, HostConfig how, Set<Integer> done) {
        var id =
                client.createContainerCmd(
                                image.orElseThrow(
                                        () -> new DockerTrouble("there is no proxy image")))
                        .withEntrypoint("/bin/sh", "-c", script)
                        .withUser("0:0")
                        .withLabels(Map.of(Labels.ENGINE, engine, "slipway.role", role))
                        .withHostConfig(how.withNetworkMode("none"))
                        .exec()
                        .getId();
        try {
            client.startContainerCmd(id).exec();
            var code =
                    client.waitContainerCmd(id)
                            .start()
                            .awaitStatusCode(PATIENCE_S, TimeUnit.SECONDS);
            if (!done.contains(code)) {
                throw new DockerTrouble("the kernel refused: " + script);
            }
            return code;
        } finally {
            client.removeContainerCmd(id).withForce(true).exec();
        }
    }
}
