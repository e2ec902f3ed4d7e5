package dev.slipway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Sources of small apps: a static busybox and a shell script, so that nothing must be pulled.
public final class SampleApp {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private SampleApp() {}

    /// An app that serves this text at `/`.
    public static GitRepository serving(GitRepository source, String text) {
        return running(source, "exec /busybox httpd -f -p 0.0.0.0:$PORT -h /www")
                .write("www/index.html", text);
    }

    /// An app whose only process is this script.
    public static GitRepository running(GitRepository source, String script) {
        return source.write("busybox", busybox())
                .write("serve.sh", script + "\n")
                .write("www/index.html", "nothing")
                .write(
                        "Dockerfile",
                        """
                        FROM scratch
                        COPY busybox serve.sh /
                        COPY www /www
                        EXPOSE 8080
                        ENTRYPOINT ["/busybox", "sh", "/serve.sh"]
                        """)
                .executable("busybox");
    }

    private static byte[] busybox() {
        try {
            return Files.readAllBytes(BUSYBOX);
        } catch (IOException e) {
            throw new UncheckedIOException("apt-get install busybox-static", e);
        }
    }
}
