package dev.slipway.api;

import dev.slipway.app.Secret;
import dev.slipway.config.EngineConfig;
import dev.slipway.config.PrivateFile;
import dev.slipway.pipeline.Start;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// The token that opens everything, in the file `admin-token` of the state directory, mode 0600.
/// Made on first start; a new one takes effect when the file is replaced and the engine restarted.
@Singleton
public class AdminToken {
    /// The cookie that holds [#session()].
    public static final String COOKIE = "slipway-session";

    private static final int BYTES = 32;

    private final Path file;
    private Optional<Secret> token = Optional.empty();

    AdminToken(EngineConfig config) {
        this.file = config.state().resolve("admin-token");
    }

    void load(@Observes @Priority(Start.STATE) StartupEvent event) {
        try {
            if (Files.notExists(file)) {
                create();
                Log.infof("admin token is made file=%s", file);
            }
            var text = Files.readString(file).strip();
            if (text.length() < BYTES) {
                throw new IllegalStateException(
                        "The admin token in %s is shorter than %d characters: remove the file and start again"
                                .formatted(file, BYTES));
            }
            token = Optional.of(new Secret(text));
        } catch (IOException e) {
            throw new UncheckedIOException("The admin token cannot be read: " + file, e);
        }
    }

    /// Compared in constant time.
    public boolean matches(String candidate) {
        return Secret.same(token().reveal(), candidate);
    }

    /// What the dashboard's cookie holds: proves that its bearer once had the token, and does not
    /// give it away.
    public String session() {
        return token().sign("dashboard".getBytes(StandardCharsets.US_ASCII));
    }

    boolean isSession(String cookie) {
        return Secret.same(session(), cookie);
    }

    private Secret token() {
        return token.orElseThrow(() -> new IllegalStateException("asked before it was loaded"));
    }

    private void create() throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        PrivateFile.create(
                file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    }
}
