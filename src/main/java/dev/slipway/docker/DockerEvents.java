package dev.slipway.docker;

import java.util.function.Consumer;

/// Docker's event stream, as far as it concerns this engine.
public interface DockerEvents {
    /// Gives each event to `event`, in order, on one thread.
    ///
    /// @param ended called once when the stream breaks, not when it is closed
    /// @throws DockerTrouble when Docker does not answer
    AutoCloseable follow(Consumer<DockerEvent> event, Consumer<Throwable> ended);
}
