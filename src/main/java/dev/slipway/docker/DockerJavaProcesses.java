package dev.slipway.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import jakarta.inject.Singleton;
import java.util.Set;

/// Signals from within the container's PID namespace, where -1 means all that the sender may signal
/// but itself and process 1 (kill(2)). The engine may not signal them itself: it need not be root,
/// nor share the host's PID namespace.
@Singleton
class DockerJavaProcesses implements Processes {
    private final Errand errand;

    DockerJavaProcesses(Errand errand) {
        this.errand = errand;
    }

    @Override
    public void signal(String container, String signal) {
        errand.run(
                "send %s to the processes of container %s".formatted(signal, container),
                "kill -%s -1".formatted(signal),
                "signal",
                HostConfig.newHostConfig()
                        .withPidMode("container:" + container)
                        .withCapDrop(Capability.ALL)
                        .withCapAdd(Capability.KILL),
                // the init may end before the sender has, and takes the whole namespace with it
                // (pid_namespaces(7))
                Set.of(0, ContainerState.KILLED));
    }
}
