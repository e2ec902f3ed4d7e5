package dev.slipway.nginx;

import dev.slipway.app.HostName;
import dev.slipway.config.EngineConfig;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The directory `<state>/edge` that the engine writes and the proxy reads.
@Singleton
public final class EdgeFiles {
    private static final List<String> LUA =
            List.of(
                    "edge.lua",
                    "routes.lua",
                    "pages.lua",
                    "traffic.lua",
                    "challenges.lua",
                    "admin.lua");

    /// `sun_path` in unix(7), less the closing zero.
    private static final int LONGEST_SOCKET_PATH = 107;

    private final Path directory;
    private final SortedMap<String, String> files;
    private final String generation;

    public EdgeFiles(EngineConfig config) {
        directory = config.state().toAbsolutePath().normalize().resolve("edge");
        files = new TreeMap<>();
        LUA.forEach(name -> files.put(name, resource(name)));
        var listens = Listens.of(config.httpBind(), config.httpPort());
        generation = digest(files + nginxConf(listens, ""));
        files.put("nginx.conf", nginxConf(listens, generation));
    }

    /// Writes the configuration and the Lua modules where they differ from what is there.
    ///
    /// @return whether a running proxy must read them again (`HUP`); it has when its generation is
    ///   [#generation()]
    /// @throws EdgeTrouble when the directory cannot be written
    public boolean install() {
        try {
            makePrivateDirectory();
            var changed = false;
            for (var file : files.entrySet()) {
                changed |= WholeFile.replace(directory.resolve(file.getKey()), file.getValue());
            }
            Log.infof("edge directory=%s generation=%s changed=%s", directory, generation, changed);
            return changed;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Replaces the table that the proxy starts from. Written before each [Edge#put], so that a
    /// proxy that restarts without the engine knows no less than before.
    ///
    /// @throws EdgeTrouble when the directory cannot be written
    public synchronized void writeTable(SortedMap<HostName, Route> routes) {
        var lines =
                routes.entrySet().stream()
                        .map(route -> route.getKey() + " " + route.getValue().line())
                        .toList();
        try {
            WholeFile.replace(directory.resolve("routes.table"), new Routes(lines).render());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Names the content of the configuration and the Lua modules, as [NginxEdge#generation()]
    /// gives that which the proxy runs.
    public String generation() {
        return generation;
    }

    /// What the proxy is started with: `nginx -c <this> -g 'daemon off;'`.
    public Path configuration() {
        return directory.resolve("nginx.conf");
    }

    /// Mounted into the proxy's container under the same name.
    public Path directory() {
        return directory;
    }

    Path socket() {
        return directory.resolve("admin.sock");
    }

    private String nginxConf(List<String> listens, String generation) {
        return Nginx.of(directory.toString(), listens, generation).render();
    }

    private void makePrivateDirectory() throws IOException {
        if (socket().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
            throw new IOException("the path is too long for a unix socket in it");
        }
        var ownerOnly = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(directory.getParent());
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(ownerOnly));
        }
        Files.setPosixFilePermissions(directory, ownerOnly);
    }

    private EdgeTrouble unwritable(IOException e) {
        return new EdgeTrouble(
                "Cannot write the proxy's configuration to %s: %s. Check slipway.state and the disk."
                        .formatted(directory, e.getMessage()),
                e);
    }

    private static String resource(String name) {
        try (var in = EdgeFiles.class.getResourceAsStream("/nginx/" + name)) {
            if (in == null) {
                throw new IllegalStateException("nginx/" + name + " is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("nginx/" + name + " cannot be read", e);
        }
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            var hash = sha.digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
