package dev.slipway.lab;

import dev.slipway.app.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate that vouches for itself, with its key.
public record TestCertificate(String chain, KeyPair keys) {
    /// Valid from a day ago, for 90 days, with an EC key.
    public static TestCertificate forNames(String... names) {
        var yesterday = Instant.now().minus(Duration.ofDays(1));
        return with(keys("EC", 256), yesterday, yesterday.plus(Duration.ofDays(90)), names);
    }

    public static TestCertificate with(
            KeyPair keys, Instant notBefore, Instant notAfter, String... names) {
        try {
            var subject = new X500Name("CN=test");
            var builder =
                    new JcaX509v3CertificateBuilder(
                            subject,
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(notBefore),
                            Date.from(notAfter),
                            subject,
                            keys.getPublic());
            var alternatives =
                    Stream.of(names)
                            .map(name -> new GeneralName(GeneralName.dNSName, name))
                            .toArray(GeneralName[]::new);
            if (alternatives.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
            }
            var algorithm =
                    switch (keys.getPublic().getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> "Ed25519";
                    };
            var signer = new JcaContentSignerBuilder(algorithm).build(keys.getPrivate());
            var der = builder.build(signer).getEncoded();
            return new TestCertificate(Pem.of("CERTIFICATE", der).text(), keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param size in bits
    public static KeyPair keys(String algorithm, int size) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            if (size > 0) {
                generator.initialize(size);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// In PKCS#8.
    public String key() {
        return Pem.of("PRIVATE KEY", keys.getPrivate().getEncoded()).text();
    }

    /// In PKCS#1 or SEC1, as OpenSSL used to write keys.
    public String olderKey() {
        try {
            var der =
                    PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded())
                            .parsePrivateKey()
                            .toASN1Primitive()
                            .getEncoded();
            return Pem.of(keys.getPrivate().getAlgorithm() + " PRIVATE KEY", der).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
