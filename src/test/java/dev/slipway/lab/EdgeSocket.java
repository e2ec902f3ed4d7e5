package dev.slipway.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The proxy's admin socket, for somebody who has no business there.
///
/// @param folder `edge` in the state directory
public record EdgeSocket(Path folder) {
    /// Has the proxy say of an app that it is stopped.
    public void stop(String app) throws IOException {
        Shell.run(
                "curl",
                "-s",
                "-X",
                "PUT",
                "--data-raw",
                "@stopped",
                "--unix-socket",
                path().toString(),
                "http://edge/routes/%s.localhost".formatted(app));
    }

    private Path path() throws IOException {
        var renamed = folder.resolve("socket.name");
        return folder.resolve(
                Files.exists(renamed) ? Files.readString(renamed).strip() : "admin.sock");
    }
}
