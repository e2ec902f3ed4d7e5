package dev.slipway.lab.load;

import dev.slipway.lab.GitRepository;
import dev.slipway.lab.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The app under load: `src/test/lab/backend.c`, a static program, so that it runs from scratch. It
/// ends at once on SIGTERM, whatever it was doing: what it finishes, it was given the time for.
public final class Backend {
    private static final Path SOURCE = Path.of("src/test/lab/backend.c");

    private Backend() {}

    /// Compiles it. Needs `gcc` and `libc6-dev`, which `docker/test.sh` installs.
    ///
    /// @return the program
    public static Path in(Path folder) {
        var program = folder.resolve("backend");
        Shell.run(
                "gcc",
                "-O2",
                "-static",
                "-pthread",
                SOURCE.toAbsolutePath().toString(),
                "-o",
                program.toString());
        return program;
    }

    /// The source of an app of this name, whose instances log the ids of the POSTs that reach them.
    public static GitRepository source(GitRepository source, String app) {
        try {
            var program = Files.readAllBytes(in(Files.createTempDirectory("slipway-backend")));
            source.write("backend", program).executable("backend");
            return started(source, app, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From now on its instances call themselves this, and not what their host is called.
    public static GitRepository named(GitRepository source, String app, String version) {
        return started(source, app, ", \"-r\", \"%s\"".formatted(version));
    }

    private static GitRepository started(GitRepository source, String app, String more) {
        return source.write(
                "Dockerfile",
                """
                FROM scratch
                COPY backend /
                EXPOSE 8080
                ENTRYPOINT ["/backend", "-a", "%s", "-b", "0.0.0.0", "-p", "8080", "-l", "/dev/stdout"%s]
                """
                        .formatted(app, more));
    }
}
