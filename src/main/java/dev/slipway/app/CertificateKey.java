package dev.slipway.app;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Set;

/// The key that came with a certificate: read, proven to belong to it, written as PKCS#8.
final class CertificateKey {
    /// What every client takes (CA/Browser Forum, baseline requirements, 6.1.5).
    private static final Set<String> KINDS = Set.of("RSA", "EC");

    private static final int SHORTEST_RSA = 2_048;
    private static final byte[] PROBE = {1, 2, 3, 4};

    private CertificateKey() {}

    /// @throws Complaint when it is no key, one of another kind, or another certificate's
    static Secret of(Secret pem, PublicKey owner) {
        refuseOtherKinds(owner);
        var key = privateKey(pkcs8(block(pem), owner), owner);
        if (!signsFor(owner, key)) {
            throw new Complaint(
                    "The key does not belong to the first certificate of the chain: put the app's own certificate first, and give the key that it was requested with");
        }
        return new Secret(Pem.of("PRIVATE KEY", key.getEncoded()).text());
    }

    private static void refuseOtherKinds(PublicKey owner) {
        if (!KINDS.contains(owner.getAlgorithm())) {
            throw new Complaint(
                    "The certificate is for a key of kind %s: clients take RSA and EC"
                            .formatted(owner.getAlgorithm()));
        }
        if (owner instanceof RSAKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA) {
            throw new Complaint(
                    "The certificate's RSA key has %d bits: clients want at least %d"
                            .formatted(rsa.getModulus().bitLength(), SHORTEST_RSA));
        }
    }

    /// OpenSSL writes the curve of an EC key into a block of its own before it.
    private static Pem block(Secret pem) {
        List<Pem> blocks =
                Pem.blocks(pem.reveal()).stream()
                        .filter(block -> !block.label().equals("EC PARAMETERS"))
                        .toList();
        if (blocks.size() != 1) {
            throw new Complaint(
                    "The key is not one block of PEM but %d: give one that begins with -----BEGIN PRIVATE KEY-----, without a passphrase"
                            .formatted(blocks.size()));
        }
        return blocks.getFirst();
    }

    private static byte[] pkcs8(Pem block, PublicKey owner) {
        return switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> Der.pkcs8(block.der(), owner.getEncoded());
            default ->
                    throw new Complaint(
                            "The key is a block of the kind %s: give it without a passphrase, as `openssl pkey` writes it"
                                    .formatted(block.label()));
        };
    }

    private static PrivateKey privateKey(byte[] pkcs8, PublicKey owner) {
        try {
            return KeyFactory.getInstance(owner.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new Complaint(
                    "The key cannot be read as the %s key that its certificate asks for: give it without a passphrase, as `openssl pkey` writes it"
                            .formatted(owner.getAlgorithm()));
        }
    }

    private static boolean signsFor(PublicKey owner, PrivateKey key) {
        try {
            var signature = Signature.getInstance(signatureOf(owner));
            signature.initSign(key);
            signature.update(PROBE);
            var proof = signature.sign();
            signature.initVerify(owner);
            signature.update(PROBE);
            return signature.verify(proof);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String signatureOf(PublicKey owner) {
        return owner.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }
}
