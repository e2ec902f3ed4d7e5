package dev.slipway.nginx;

import static java.util.stream.Collectors.joining;

import dev.slipway.app.AppName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One whole configuration of the proxy, in a directory of its own. `name` is a digest of all that
/// is in it: the same content is the same generation. `files` are paths below that directory with
/// what they hold.
public record Generation(String name, SortedMap<String, String> files) {
    /// The part of a generation that belongs to one app: its server blocks, certificate and users.
    public record Part(SortedMap<String, String> files) {
        static String conf(AppName app) {
            return "apps/" + app + ".conf";
        }

        static String chain(AppName app) {
            return "certs/" + app + ".pem";
        }

        static String key(AppName app) {
            return "certs/" + app + ".key";
        }

        static String users(AppName app) {
            return "users/" + app;
        }

        static Stream<String> paths(AppName app) {
            return Stream.of(conf(app), chain(app), key(app), users(app));
        }

        boolean hasTls() {
            return files.keySet().stream().anyMatch(path -> path.startsWith("certs/"));
        }
    }

    static final String USERS = "users.table";

    /// @param shared files that are the same whatever the apps are
    /// @param main renders `nginx.conf`
    static Generation of(
            SortedMap<String, String> shared, SortedMap<AppName, Part> parts, Main main) {
        var files = new TreeMap<>(shared);
        parts.values().forEach(part -> files.putAll(part.files()));
        files.put(USERS, usersOf(parts));
        boolean tls = parts.values().stream().anyMatch(Part::hasTls);
        var name = digest(files + main.render("", tls));
        files.put("nginx.conf", main.render(name, tls));
        return new Generation(name, files);
    }

    interface Main {
        String render(String generation, boolean tls);
    }

    private static String usersOf(SortedMap<AppName, Part> parts) {
        return parts.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue()
                                .files()
                                .getOrDefault(Part.users(entry.getKey()), "")
                                .lines()
                                .map(user -> entry.getKey() + " " + user + "\n"))
                .collect(joining());
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
