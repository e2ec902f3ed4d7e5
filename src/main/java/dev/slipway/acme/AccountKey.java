package dev.slipway.acme;

import dev.slipway.app.Complaint;
import dev.slipway.app.Pem;
import dev.slipway.config.EngineConfig;
import dev.slipway.config.PrivateFile;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// The key by which the certificate authority knows this engine, in the file `acme-account.pem` of
/// the state directory, mode 0600. Made when it is first needed; without it the engine is somebody
/// new to the authority, which is all that losing it costs.
@Singleton
class AccountKey {
    private final Path file;

    AccountKey(EngineConfig config) {
        this.file = config.state().resolve("acme-account.pem");
    }

    /// @throws AcmeTrouble when the file cannot be written, read or understood
    synchronized KeyPair load() {
        try {
            if (Files.notExists(file)) {
                create();
                Log.infof("account key for the certificate authority is made file=%s", file);
            }
            return read(Files.readString(file));
        } catch (IOException | GeneralSecurityException | Complaint e) {
            throw new AcmeTrouble(
                    "The account key %s cannot be used (%s): put the file back, or remove it to begin a new account"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static KeyPair read(String text) throws IOException, GeneralSecurityException {
        var blocks = Pem.blocks(text);
        if (blocks.size() != 2) {
            throw new IOException("it has not two blocks of PEM, a private key and a public one");
        }
        var keys = KeyFactory.getInstance(KeyPairs.ALGORITHM);
        return new KeyPair(
                keys.generatePublic(new X509EncodedKeySpec(blocks.getLast().der())),
                keys.generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst().der())));
    }

    private void create() throws IOException {
        var pair = KeyPairs.make();
        PrivateFile.create(
                file,
                KeyPairs.privatePem(pair)
                        + Pem.of("PUBLIC KEY", pair.getPublic().getEncoded()).text());
    }
}
