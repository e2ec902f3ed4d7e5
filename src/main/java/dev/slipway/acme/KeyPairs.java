package dev.slipway.acme;

import dev.slipway.app.Pem;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/// Keys on the curve P-256, which every client and authority knows.
final class KeyPairs {
    static final String ALGORITHM = "EC";

    private KeyPairs() {}

    static KeyPair make() {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /// In PKCS#8.
    static String privatePem(KeyPair pair) {
        return Pem.of("PRIVATE KEY", pair.getPrivate().getEncoded()).text();
    }
}
