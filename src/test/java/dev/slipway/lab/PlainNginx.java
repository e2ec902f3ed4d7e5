package dev.slipway.lab;

import dev.slipway.app.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The Nginx of the proxy's image, and as little configuration as forwards requests to one app: a
/// new connection to the app for each, as `proxy_pass` does unless it is told otherwise.
public final class PlainNginx implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final String container;

    private PlainNginx(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        container =
                Shell.run(
                        "docker",
                        "run",
                        "--detach",
                        "--network",
                        "host",
                        "--volume",
                        folder + ":" + folder,
                        ProxyContainer.IMAGE,
                        "nginx",
                        "-c",
                        folder + "/nginx.conf",
                        "-g",
                        "daemon off;");
    }

    public static PlainNginx before(Address app) {
        try {
            var folder = Files.createTempDirectory("slipway-plain");
            var port = ProxyContainer.freePort();
            Files.writeString(folder.resolve("nginx.conf"), configuration(port, app));
            return new PlainNginx(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String configuration(int port, Address app) {
        return """
        user www-data;
        worker_processes auto;
        error_log stderr error;
        events { worker_connections 16384; }
        http {
          access_log off;
          keepalive_requests 10000;
          server {
            listen 127.0.0.1:%d;
            location / { proxy_pass http://%s; }
          }
        }
        """
                .formatted(port, app);
    }

    public int port() {
        return port;
    }

    public String container() {
        return container;
    }

    @Override
    public void close() {
        Shell.run("docker", "rm", "--force", container);
        Shell.run("rm", "-r", folder.toString());
    }
}
