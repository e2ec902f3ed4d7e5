package dev.slipway.api;

import dev.slipway.config.EngineConfig;
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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The token that opens everything, in the file `admin-token` of the state directory, mode 0600.
/// Made on first start; a new one takes effect when the file is replaced and the engine restarted.
@Singleton
public class AdminToken {
    /// The cookie that holds [#session()].
    public static final String COOKIE = "slipway-session";

    private static final int BYTES = 32;

    private final Path file;
    private byte[] token = {};

    AdminToken(EngineConfig config) {
        this.file = config.state().resolve("admin-token");
    }

    void load(@Observes @Priority(Start.STATE) StartupEvent event) {
        try {
            if (Files.notExists(file)) {
                create();
                Log.infof("admin token is made file=%s", file);
            }
            token = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The admin token cannot be read: " + file, e);
        }
        if (token.length < BYTES) {
            throw new IllegalStateException(
                    "The admin token in %s is shorter than %d characters: remove the file and start again"
                            .formatted(file, BYTES));
        }
    }

    /// Compared in constant time.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(token, candidate.getBytes(StandardCharsets.UTF_8));
    }

    /// What the dashboard's cookie holds: proves that its bearer once had the token, and does not
    /// give it away.
    public String session() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token, "HmacSHA256"));
            return HexFormat.of()
                    .formatHex(mac.doFinal("dashboard".getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    boolean isSession(String cookie) {
        return MessageDigest.isEqual(
                session().getBytes(StandardCharsets.US_ASCII),
                cookie.getBytes(StandardCharsets.UTF_8));
    }

    private void create() throws IOException {
        Files.createDirectories(file.getParent());
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        var part = file.resolveSibling("admin-token.part");
        Files.deleteIfExists(part);
        Files.createFile(
                part,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                part,
                Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n",
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(part, file);
    }
}
