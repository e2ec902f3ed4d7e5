package dev.slipway.docker;

import java.util.function.Consumer;

/// Docker's event stream, for the instances of this engine.
public interface ContainerEvents {
    /// Gives each event to `event`, in order, on one thread.
    ///
    /// @param ended called once when the stream breaks, not when it is closed
    /// @throws DockerTrouble when Docker does not answer
    AutoCloseable follow(Consumer<ContainerEvent> event, Consumer<Throwable> ended);
}
