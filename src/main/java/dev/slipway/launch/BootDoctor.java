package dev.slipway.launch;

import dev.slipway.docker.ContainerState;
import dev.slipway.launch.Listeners.Listener;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says in one sentence why an instance did not become ready, and what to do. Pure: it judges what
/// was seen. Sentences go after "it did not start: ", so "it" is the app.
final class BootDoctor {
    /// @param listeners what it listens on
    /// @param answer what the last probe said
    /// @param progress what it was still doing at the end of its time; empty when nothing was seen
    /// @param waited how long it was given
    record Symptoms(
            PortPlan ports,
            ContainerState state,
            List<Listener> listeners,
            Answer answer,
            Setup setup,
            BootLog log,
            Optional<String> progress,
            Duration waited,
            int memoryMb) {}

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALLED = 128;

    private static final Map<Integer, String> SIGNALS =
            Map.of(
                    4, "SIGILL: it is compiled for a newer processor",
                    6, "SIGABRT: it gave up by itself",
                    7, "SIGBUS: it crashed",
                    8, "SIGFPE: it crashed",
                    9, "SIGKILL: if nobody did that, the machine ran out of memory",
                    11, "SIGSEGV: it crashed",
                    15, "SIGTERM: somebody stopped it");

    private BootDoctor() {}

    static String diagnose(Symptoms seen) {
        return switch (seen.state().status()) {
            case RUNNING, PAUSED -> running(seen);
            case CREATED, RESTARTING, EXITED -> ended(seen);
            case REMOVING, DEAD -> "somebody removed its container: deploy it again";
        };
    }

    static String outOfMemory(int memoryMb) {
        return "it ran out of memory while it started: it may use %d MiB, so raise its memory limit (limits.memoryMb)"
                .formatted(memoryMb);
    }

    private static String ended(Symptoms seen) {
        int code = seen.state().exitCode();
        if (seen.state().outOfMemory()) {
            return outOfMemory(seen.memoryMb());
        }
        return code == 0
                ? misses(seen).orElseGet(() -> exited(code, seen.log()))
                : broken(seen).orElseGet(() -> exited(code, seen.log()));
    }

    /// Why it ended, if that can be told without its exit code.
    private static Optional<String> broken(Symptoms seen) {
        return misses(seen)
                .or(() -> CommandDoctor.diagnose(seen.setup()))
                .or(() -> complaint(seen));
    }

    private static Optional<String> misses(Symptoms seen) {
        return LogDoctor.misses(seen.log(), seen.setup());
    }

    private static Optional<String> complaint(Symptoms seen) {
        return LogDoctor.diagnose(
                seen.log(), seen.setup(), seen.ports().announced(), seen.memoryMb());
    }

    private static String exited(int code, BootLog log) {
        var signal = code > SIGNALLED ? SIGNALS.get(code - SIGNALLED) : null;
        if (signal != null) {
            return "it was ended by signal %d, %s%s"
                    .formatted(code - SIGNALLED, signal, log.quoted());
        }
        return switch (code) {
            case NOT_EXECUTABLE ->
                    "its command cannot be executed (exit code 126): check its file mode, and that its user may run it%s"
                            .formatted(log.quoted());
            case NOT_FOUND ->
                    "its command was not found (exit code 127): check CMD and ENTRYPOINT of the Dockerfile%s"
                            .formatted(log.quoted());
            case 0 ->
                    "it ended by itself with exit code 0 instead of serving: its command must stay in the foreground";
            default ->
                    "it ended with exit code %d before it answered: mend what its log says%s"
                            .formatted(code, log.quoted());
        };
    }

    private static String running(Symptoms seen) {
        if (seen.state().restarts() > 0) {
            return broken(seen).orElseGet(() -> looping(seen));
        }
        return switch (seen.answer()) {
            case Answer.Silent(var why) ->
                    "it %s, %d s after its start: see where it hangs, or set healthPath to one that it answers at once"
                            .formatted(why, seen.waited().toSeconds());
            case Answer.Unwell(var why, var status) ->
                    "it %s, %d s after its start, where 200 to 399 is ready: %s"
                            .formatted(why, seen.waited().toSeconds(), remedy(status, seen));
            case Answer.Closed _, Answer.Well _ -> deaf(seen);
        };
    }

    private static String looping(Symptoms seen) {
        return "it ended and was started again, %d times in %d s: mend what its log says%s"
                .formatted(seen.state().restarts(), seen.waited().toSeconds(), seen.log().quoted());
    }

    private static String remedy(Optional<Integer> status, Symptoms seen) {
        if (status.isEmpty()) {
            return "let it speak plain HTTP/1.1 on that port, or set edge.grpc if it speaks gRPC";
        }
        return switch (status.get()) {
            case 400 -> "let it accept plain HTTP and the Host header of its own address";
            case 401, 403 -> "set healthPath to one that asks for no login";
            case 404 -> "set healthPath to a path that it serves";
            case 503 ->
                    "if it needs longer, raise startTimeoutMs, else mend what its log says"
                            + seen.log().quoted();
            default ->
                    status.get() < 500
                            ? "set healthPath to a path that answers GET"
                            : misses(seen)
                                    .orElseGet(
                                            () -> "mend what its log says" + seen.log().quoted());
        };
    }

    private static String deaf(Symptoms seen) {
        int port = seen.ports().announced();
        if (seen.listeners().isEmpty()) {
            return seen.progress()
                    .map(progress -> onItsWay(seen, progress))
                    .or(() -> misses(seen))
                    .or(() -> complaint(seen))
                    .orElseGet(() ->
                            "it runs and listens on no port after %d s: make it listen on 0.0.0.0:%d, which PORT tells it"
                                    .formatted(seen.waited().toSeconds(), port));
        }
        for (var listener : seen.listeners()) {
            if (seen.ports().candidates().contains(listener.port())) {
                return listener.anyAddress()
                        ? "it listens on port %d and accepts nothing over IPv4 there: make it listen on 0.0.0.0:%d"
                                .formatted(listener.port(), listener.port())
                        : "it listens on 127.0.0.1:%d, where only itself can reach it: make it listen on 0.0.0.0:%d"
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

    private static String onItsWay(Symptoms seen, String progress) {
        var missing = seen.log().missingVariables(seen.setup().variables());
        return "it is still starting after %d s (%s) and listens on no port yet: raise startTimeoutMs, %s"
                .formatted(
                        seen.waited().toSeconds(),
                        progress,
                        missing.isEmpty()
                                ? "or make it listen on 0.0.0.0:%d if it does not mean to"
                                        .formatted(seen.ports().announced())
                                : "or add %s to its env, which its log misses"
                                        .formatted(String.join(" and ", missing)));
    }
}
