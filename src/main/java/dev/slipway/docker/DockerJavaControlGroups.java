package dev.slipway.docker;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

@Singleton
class DockerJavaControlGroups implements HostControlGroups {
    private static final String HOST = "/sys/fs/cgroup";
    private static final String SEEN_AS = "/host/cgroup";

    private final Errand errand;

    DockerJavaControlGroups(Errand errand) {
        this.errand = errand;
    }

    @Override
    public void write(Map<Path, Long> values) {
        var script =
                values.entrySet().stream()
                        .map(e -> "echo %d > '%s/%s'".formatted(e.getValue(), SEEN_AS, e.getKey()))
                        .collect(Collectors.joining(" && "));
        errand.run(
                "write control groups",
                script,
                "fence",
                HostConfig.newHostConfig().withBinds(Bind.parse(HOST + ":" + SEEN_AS)),
                Set.of(0));
    }
}
