package dev.slipway.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Consumer;

/// Builds images with the BuildKit inside the Docker engine.
public interface ImageBuilder {
    /// Writes the build context as a tar.
    interface Context {
        void writeTo(OutputStream tar) throws IOException;
    }

    /// @param id names the build while it runs, so that it can be cancelled
    /// @param dockerfile its path in the context
    record Order(
            String id, String dockerfile, Map<String, String> args, Map<String, String> labels) {}

    sealed interface Result {
        record Built(String imageId) implements Result {}

        /// The Dockerfile, or a command in it, is at fault.
        record Rejected(String message) implements Result {}
    }

    /// Blocks until the build has ended. An interrupt cancels it.
    ///
    /// @param log gets what the build says, line by line
    /// @throws DockerTrouble when Docker does not answer, or breaks off
    Result build(Order order, Context context, Consumer<String> log);
}
