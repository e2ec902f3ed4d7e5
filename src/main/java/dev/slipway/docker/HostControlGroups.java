package dev.slipway.docker;

import java.nio.file.Path;
import java.util.Map;

/// The control groups of the host, which the engine's own user may read only.
public interface HostControlGroups {
    /// @param values by file, relative to the host's `/sys/fs/cgroup`
    /// @throws DockerTrouble when they cannot be written
    void write(Map<Path, Long> values);
}
