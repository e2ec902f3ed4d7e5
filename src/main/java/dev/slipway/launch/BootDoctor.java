package dev.slipway.launch;

import dev.slipway.docker.ContainerState;
import dev.slipway.launch.Listeners.Listener;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Says in one sentence why an instance did not become ready, and what to do. Pure: it judges what
/// was seen.
final class BootDoctor {
    /// @param answer what the last probe said
    /// @param waited how long it was given
    record Symptoms(
            PortPlan ports,
            ContainerState state,
            List<Listener> listeners,
            Answer answer,
            Duration waited,
            int memoryMb) {}

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private BootDoctor() {}

    static String diagnose(Symptoms seen) {
        if (seen.state().outOfMemory()) {
            return "it ran out of memory while it started: it may use %d MiB, so raise its memory limit"
                    .formatted(seen.memoryMb());
        }
        if (!seen.state().isRunning()) {
            return exited(seen.state().exitCode());
        }
        if (seen.answer() instanceof Answer.Unwell || seen.answer() instanceof Answer.Silent) {
            return "it %s, %d s after its start: 200 to 399 is expected, so mend it or set another health path"
                    .formatted(seen.answer().said(), seen.waited().toSeconds());
        }
        return deaf(seen);
    }

    private static String exited(int code) {
        return switch (code) {
            case NOT_EXECUTABLE ->
                    "its command cannot be executed (exit code 126): check the file mode of the entry point";
            case NOT_FOUND ->
                    "its command was not found (exit code 127): check CMD and ENTRYPOINT of the Dockerfile";
            case 0 ->
                    "it ended by itself with exit code 0 instead of serving: its command must stay in the foreground";
            default ->
                    "it ended with exit code %d before it answered: the last lines of its log say why"
                            .formatted(code);
        };
    }

    private static String deaf(Symptoms seen) {
        int port = seen.ports().announced();
        if (seen.listeners().isEmpty()) {
            return "it runs and listens on no port after %d s: make it listen on 0.0.0.0:%d, which PORT tells it"
                    .formatted(seen.waited().toSeconds(), port);
        }
        for (var listener : seen.listeners()) {
            if (seen.ports().candidates().contains(listener.port()) && !listener.anyAddress()) {
                return "it listens on 127.0.0.1:%d, where only itself can reach it: make it listen on 0.0.0.0:%d"
                        .formatted(listener.port(), listener.port());
            }
        }
        var found =
                seen.listeners().stream()
                        .map(l -> (l.anyAddress() ? "port " : "127.0.0.1:") + l.port())
                        .distinct()
                        .collect(Collectors.joining(", "));
        return "it listens on %s, expected 0.0.0.0:%d: use the variable PORT, or set the app's port"
                .formatted(found, port);
    }
}
