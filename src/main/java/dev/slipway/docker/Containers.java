package dev.slipway.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The containers of this engine. Every call throws [DockerTrouble] when Docker does not answer or
/// refuses.
public interface Containers {
    /// A container that carries our labels.
    ///
    /// @param ip its fixed address in the network of its app
    record OwnContainer(
            String id,
            String image,
            ContainerState.Status status,
            Map<String, String> labels,
            Map<String, String> env,
            String ip,
            Instant createdAt) {}

    /// What it runs.
    ///
    /// @param words of ENTRYPOINT and CMD together
    /// @param env all that it was given, those of its image too
    /// @param user empty for root
    record Command(List<String> words, Map<String, String> env, String folder, String user) {}

    /// The beginning of a file in a container.
    ///
    /// @param mode the permissions, as `chmod` has them
    /// @param head its first bytes, one in each character (ISO 8859-1); empty for a folder
    record FileStart(boolean folder, int mode, String head) {}

    /// Creates it, hardened, with restart policy `unless-stopped`; one of the same name is removed
    /// first.
    ///
    /// @return Docker's id
    String create(ContainerSpec spec);

    /// Nothing happens when it runs already.
    void start(String container);

    /// Stops its processes where they are; its address stays its own. Nothing happens when it is
    /// paused already.
    void pause(String container);

    /// Nothing happens when it is not paused.
    void unpause(String container);

    /// SIGTERM, then SIGKILL after `grace` (whole seconds). Nothing happens when it is stopped or
    /// gone.
    void stop(String container, Duration grace);

    /// Sends a signal, such as KILL, to its first process. Docker does not start it again after
    /// that, as after a crash: it takes it for a wish. Nothing happens when it does not run.
    void kill(String container, String signal);

    /// Kills it if it must. Nothing happens when it is gone.
    void remove(String container);

    /// Empty when there is no such container.
    Optional<ContainerState> find(String container);

    /// All instances of this engine, running or not: one call to Docker.
    List<ContainerState.Listed> instances();

    /// Everything about all instances of this engine that can be told without our store.
    List<OwnContainer> own();

    /// What it uses now; a few milliseconds of Docker's time. Empty when it does not run.
    Optional<Reading> reading(String container);

    /// The last lines of stdout and stderr, oldest first; empty when it is gone.
    String logTail(String container, int lines);

    /// The same of what it said since then.
    String logTail(String container, int lines, Instant since);

    /// Empty when there is no such container.
    Optional<Command> command(String container);

    /// Looks into its file system, whether it runs or not, and follows links. Empty when there is
    /// no such file.
    Optional<FileStart> file(String container, String path, int bytes);

    /// Gives each further line of its log to `line`, after the last `tail` ones, until closed or
    /// the container is gone.
    AutoCloseable followLog(String container, int tail, Consumer<String> line);
}
