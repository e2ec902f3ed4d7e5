package dev.slipway.launch;

import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a container listens on, read from the host: `/proc/<pid>/net/tcp` shows the network
/// namespace of that process (proc(5)), so no tool inside the image is needed.
@Singleton
class Listeners {
    /// @param anyAddress whether it can be reached from outside the container
    record Listener(int port, boolean anyAddress) {}

    private static final String LISTENING = "0A";
    private static final String LOOPBACK_V6 = "00000000000000000000000001000000";

    /// 127.0.0.11, in every container of a network of our own.
    private static final String DOCKERS_NAME_SERVER = "0B00007F:";

    private final Path proc;

    Listeners(EngineConfig config) {
        this.proc = config.proc();
    }

    /// @param pid of a process in the container, on the host; 0 when none runs
    /// @return what listens, or nothing when the process has ended
    List<Listener> of(int pid) {
        var found = new ArrayList<Listener>();
        if (pid > 0) {
            for (var table : List.of("tcp", "tcp6")) {
                found.addAll(read(proc.resolve(pid + "/net/" + table)));
            }
        }
        return found;
    }

    private static List<Listener> read(Path table) {
        try (var lines = Files.lines(table)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields.length > 3 && fields[3].equals(LISTENING))
                    .map(fields -> fields[1])
                    .filter(local -> !local.startsWith(DOCKERS_NAME_SERVER))
                    .map(Listeners::listener)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // the process ended while we looked: then nothing listens
        }
    }

    /// @param local hex address, each 32 bits in host byte order, and port, such as 0100007F:0BB8
    private static Listener listener(String local) {
        var colon = local.indexOf(':');
        var address = local.substring(0, colon);
        boolean loopback = address.endsWith("7F") || address.equals(LOOPBACK_V6);
        return new Listener(Integer.parseInt(local.substring(colon + 1), 16), !loopback);
    }
}
