package dev.slipway.docker;

/// The processes in a container. Docker itself signals only the first one, which is its init: that
/// cannot hand on SIGSTOP, and hands others on to its own child alone.
public interface Processes {
    /// Sends a signal, such as STOP, to all processes of a container but the init.
    ///
    /// @throws DockerTrouble when that is not possible; also when there is no proxy image
    void signal(String container, String signal);
}
