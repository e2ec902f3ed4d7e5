package dev.slipway.lab.load;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// The ids of all POSTs that reached an instance. A log goes away with its container, so each is
/// followed from the moment the container starts.
public final class PostLog implements AutoCloseable {
    private final Queue<Process> processes = new ConcurrentLinkedQueue<>();

    /// By container. One that starts again is followed anew, from the beginning of its log.
    private final Map<String, Queue<String>> ids = new ConcurrentHashMap<>();

    private PostLog() {}

    /// Of the containers with this label, `key=value`: those that run, and those to come.
    public static PostLog of(String label) {
        var log = new PostLog();
        var filter = "label=" + label;
        log.read(
                List.of(
                        "docker",
                        "events",
                        "--filter",
                        "type=container",
                        "--filter",
                        "event=start",
                        "--filter",
                        filter,
                        "--format",
                        "{{.ID}}"),
                log::follow);
        Shell.run("docker", "ps", "--quiet", "--no-trunc", "--filter", filter)
                .lines()
                .forEach(log::follow);
        return log;
    }

    /// Waits until it has all that were answered: then it would not lack a second delivery either.
    ///
    /// @return those that were delivered more than once
    public List<String> deliveredAgain(LoadResult result) {
        await().until(() -> Set.copyOf(ids()).containsAll(result.posted()));
        var seen = new HashSet<String>();
        return ids().stream().filter(id -> !seen.add(id)).toList();
    }

    /// An id is there as often as it was delivered.
    private List<String> ids() {
        return ids.values().stream().flatMap(Collection::stream).toList();
    }

    private void follow(String container) {
        var seen = new ConcurrentLinkedQueue<String>();
        ids.put(container, seen);
        read(
                List.of("docker", "logs", "--follow", container),
                line -> seen.add(line.split(" ", 2)[0]));
    }

    private void read(List<String> command, Consumer<String> line) {
        try {
            var process = new ProcessBuilder(command).redirectError(DISCARD).start();
            processes.add(process);
            Thread.ofVirtual().start(() -> lines(process).lines().forEach(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
