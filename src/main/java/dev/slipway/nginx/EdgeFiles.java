package dev.slipway.nginx;

import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The directory `<state>/edge` that the engine writes and the proxy reads: `generations/<name>`,
/// of which the link `live` names one, and what all of them share: the routes and the socket. Every
/// call throws [EdgeTrouble] when the disk does not do its part.
@Singleton
public final class EdgeFiles {
    /// `sun_path` in unix(7), less the closing zero.
    private static final int LONGEST_SOCKET_PATH = 107;

    private static final String SOCKET = "admin.sock";
    private static final String OTHER_SOCKET = "other.sock";

    private final Path directory;
    private final Path generations;
    private final Path live;
    private volatile Path socket;

    public EdgeFiles(EngineConfig config) {
        directory = config.state().toAbsolutePath().normalize().resolve("edge");
        generations = directory.resolve("generations");
        live = directory.resolve("live");
        socket = directory.resolve(SOCKET);
    }

    /// Makes the directory, for its owner only.
    public void prepare() {
        attempt(() -> {
            var ownerOnly = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(directory.getParent());
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
            }
            Files.setPosixFilePermissions(directory, ownerOnly);
            var renamed = directory.resolve("socket.name");
            socket =
                    directory.resolve(
                            Files.exists(renamed) ? Files.readString(renamed).strip() : SOCKET);
            if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
                throw new IOException("the path is too long for a unix socket in it");
            }
            return socket;
        });
    }

    /// Writes what differs from what is there, and takes away what does not belong.
    ///
    /// @return whether anything did
    public boolean write(Generation generation) {
        return attempt(() -> {
            var root = directoryOf(generation.name());
            boolean changed = false;
            for (var file : generation.files().entrySet()) {
                var path = root.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                changed |= WholeFile.replace(path, file.getValue());
            }
            Files.createDirectories(root.resolve("apps"));
            try (var present = Files.walk(root)) {
                for (var path : present.filter(Files::isRegularFile).toList()) {
                    if (!generation.files().containsKey(root.relativize(path).toString())) {
                        Files.delete(path);
                        changed = true;
                    }
                }
            }
            return changed;
        });
    }

    /// The name of the generation that the proxy reads when it starts or reloads; empty before the
    /// first one, or when the link leads nowhere.
    public Optional<String> live() {
        return attempt(() ->
                Files.isSymbolicLink(live) && Files.isDirectory(live)
                        ? Optional.of(Files.readSymbolicLink(live).getFileName().toString())
                        : Optional.empty());
    }

    /// From now on the proxy reads this generation.
    public void flip(String name) {
        attempt(() -> {
            var aside = directory.resolve(".live.new");
            Files.deleteIfExists(aside);
            Files.createSymbolicLink(aside, Path.of("generations", name));
            return Files.move(aside, live, StandardCopyOption.ATOMIC_MOVE);
        });
    }

    /// What the live generation holds of an app; empty when nothing.
    public Optional<Generation.Part> livePart(AppName app) {
        return attempt(() -> {
            var part = new TreeMap<String, String>();
            for (var path : Generation.Part.paths(app).toList()) {
                if (Files.exists(live.resolve(path))) {
                    part.put(path, Files.readString(live.resolve(path)));
                }
            }
            return part.containsKey(Generation.Part.conf(app))
                    ? Optional.of(new Generation.Part(part))
                    : Optional.empty();
        });
    }

    /// Removes all generations but these.
    public void keepOnly(Set<String> names) {
        attempt(() -> {
            try (var all = Files.list(generations)) {
                for (var path :
                        all.filter(p -> !names.contains(p.getFileName().toString())).toList()) {
                    remove(path);
                }
            }
            return names;
        });
    }

    /// Replaces the table that the proxy starts from. Written before each [Edge#put], so that a
    /// proxy that restarts without the engine knows no less than before.
    public synchronized void writeTable(SortedMap<HostName, Route> routes) {
        var lines =
                routes.entrySet().stream()
                        .map(route -> route.getKey() + " " + route.getValue().line())
                        .toList();
        attempt(() ->
                WholeFile.replace(directory.resolve("routes.table"), new Routes(lines).render()));
    }

    /// The next generation listens on a socket of another name: the file of this one is gone, and a
    /// reload does not make it again.
    public void renewSocket() {
        var name = socket.endsWith(SOCKET) ? OTHER_SOCKET : SOCKET;
        attempt(() -> WholeFile.replace(directory.resolve("socket.name"), name + "\n"));
        socket = directory.resolve(name);
    }

    /// Whether the file of the socket is there.
    public boolean hasSocket() {
        return Files.exists(socket);
    }

    /// What the proxy is started with: `nginx -c <this> -g 'daemon off;'`.
    public Path configuration() {
        return live.resolve("nginx.conf");
    }

    /// What `nginx -t -c` is asked about.
    public Path configurationOf(Generation generation) {
        return directoryOf(generation.name()).resolve("nginx.conf");
    }

    /// Mounted into the proxy's container under the same name.
    public Path directory() {
        return directory;
    }

    Path directoryOf(String generation) {
        return generations.resolve(generation);
    }

    Path socket() {
        return socket;
    }

    private static void remove(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T attempt(Work<T> work) {
        try {
            return work.run();
        } catch (IOException | UncheckedIOException e) {
            throw new EdgeTrouble(
                    "Cannot write the proxy's configuration to %s: %s. Check slipway.state and the disk."
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }
}
