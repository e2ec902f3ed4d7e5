package dev.slipway.docker;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The container that the proxy runs in. Every call throws [DockerTrouble] when Docker does not
/// answer or refuses.
public interface Proxy {
    /// @param image empty: one that is there is used, none is made
    /// @param configuration what Nginx is started with
    /// @param directory mounted under its own name
    /// @param openFiles that it may have
    record Spec(Optional<String> image, Path configuration, Path directory, int openFiles) {}

    /// What had to be done so that it runs.
    enum Step {
        /// It ran.
        LEFT,
        STARTED,
        UNPAUSED,
        /// There was none.
        MADE,
        /// There was one of another image or with other settings, which we had made.
        REPLACED
    }

    /// Sees to it that the proxy runs, as it is wanted.
    ///
    /// @throws DockerTrouble also when there is none, and no image to make it from
    Step ensure(Spec spec);

    /// When it was started last; empty when it does not run.
    Optional<Instant> startedAt();

    /// Sends a signal, such as HUP.
    ///
    /// @return false when it does not run
    boolean signal(String name);

    /// Ends it and starts it again.
    void restart();

    /// What a command in the container said, and how it ended.
    record Execution(int exitCode, String output) {
        public boolean isSuccess() {
            return exitCode == 0;
        }
    }

    /// Runs a command in the container; 30 s at most.
    ///
    /// @return empty when the proxy does not run
    Optional<Execution> execute(List<String> command);

    /// The last lines of its log, oldest first.
    String logTail(int lines);
}
