package dev.slipway.store;

import dev.slipway.config.EngineConfig;
import dev.slipway.config.PrivateFile;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals what is secret before it reaches the database: AES-256 in Galois/Counter Mode (NIST SP
/// 800-38D) under a key that lies beside it, in the state directory's `secret.key`, mode 0600. A
/// copy of the database alone tells no secret.
@Singleton
public class Vault {
    private static final String FILE = "secret.key";
    private static final String MARK = "sealed:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private final Database database;
    private final SecureRandom random = new SecureRandom();
    private SecretKey key = new SecretKeySpec(new byte[KEY_BYTES], "AES");

    Vault(EngineConfig config, Database database) {
        this.file = config.state().resolve(FILE);
        this.database = database;
    }

    /// Makes the key when there is none and nothing that needs one.
    ///
    /// @throws StoreTrouble when the database holds what only the lost key opens
    @PostConstruct
    void prepare() {
        try {
            if (Files.notExists(file)) {
                refuseToReplaceTheKey();
                var fresh = new byte[KEY_BYTES];
                random.nextBytes(fresh);
                PrivateFile.create(file, Base64.getEncoder().encodeToString(fresh) + "\n");
            }
            var bytes = Base64.getDecoder().decode(Files.readString(file).strip());
            key = new SecretKeySpec(bytes, "AES");
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreTrouble("The key %s cannot be used (%s)".formatted(file, e), e);
        }
        sealOlderRows();
    }

    String seal(String plain) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return MARK + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /// @throws StoreTrouble when it was sealed with another key, or changed since
    String open(String sealed) {
        try {
            var whole = Base64.getDecoder().decode(sealed.substring(MARK.length()));
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(TAG_BITS, whole, 0, NONCE_BYTES));
            var plain = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new StoreTrouble(
                    "What was sealed cannot be opened with %s: put back the key that belongs to this database"
                            .formatted(file),
                    e);
        }
    }

    private void refuseToReplaceTheKey() {
        var sealed =
                database.read(sql ->
                        sql.first(
                                columns -> columns.text("name"),
                                "select name from apps where config like 'sealed:%' limit 1"));
        if (sealed.isPresent()) {
            throw new StoreTrouble(
                    "The key %s is gone, and the database is sealed with it: put it back, from a backup for instance"
                            .formatted(file));
        }
    }

    /// An engine before this class kept them plain.
    private void sealOlderRows() {
        database.write(sql -> {
            sealOlder(sql, "apps", "config");
            sealOlder(sql, "releases", "config");
            sealOlder(sql, "certificates", "key");
        });
    }

    private void sealOlder(Sql sql, String table, String column) throws SQLException {
        var plain =
                sql.list(
                        columns -> columns.text("plain"),
                        "select distinct %2$s as plain from %1$s where %2$s is not null and %2$s not like 'sealed:%%'"
                                .formatted(table, column));
        for (var text : plain) {
            sql.update(
                    "update %1$s set %2$s = ? where %2$s = ?".formatted(table, column),
                    seal(text),
                    text);
        }
    }
}
