package dev.slipway.app;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a server proves its names with: a chain in PEM, its own certificate first, and the key that
/// belongs to it in PKCS#8. Both are kept as we write them, not as they came, so that nothing but
/// PEM can get into the proxy's files.
public final class Certificate {
    private static final int DNS_NAME = 2;

    private final String chain;
    private final Secret key;
    private final List<String> names;
    private final Instant notBefore;
    private final Instant notAfter;

    private Certificate(String chain, Secret key, X509Certificate own) {
        this.chain = chain;
        this.key = key;
        this.names = namesOf(own);
        this.notBefore = own.getNotBefore().toInstant();
        this.notAfter = own.getNotAfter().toInstant();
    }

    /// @param chain PEM, the server's own certificate first
    /// @param key PEM, RSA or EC, as PKCS#8, PKCS#1 or SEC1 has it, without a passphrase
    /// @throws Complaint when either is not that, they do not belong together, or the certificate
    ///   names no host or is not valid now
    public static Certificate of(String chain, Secret key, Instant now) {
        var own = certificates(chain).getFirst();
        var checked = new Certificate(pem(chain), CertificateKey.of(key, own.getPublicKey()), own);
        checked.refuseOutside(now);
        return checked;
    }

    /// One that was made by [#of] before, whether it is still valid or not.
    public static Certificate kept(String chain, Secret key) {
        return new Certificate(chain, key, certificates(chain).getFirst());
    }

    public String chain() {
        return chain;
    }

    public Secret key() {
        return key;
    }

    /// Its subject alternative names in lower case, sorted; `*.example.com` may be among them.
    public List<String> names() {
        return names;
    }

    public Instant notBefore() {
        return notBefore;
    }

    public Instant notAfter() {
        return notAfter;
    }

    /// Whether a client that asks for this host accepts the certificate: a wildcard stands for the
    /// whole first label and for no other (RFC 9525, section 6.3).
    public boolean covers(HostName host) {
        var dot = host.value().indexOf('.');
        return names.contains(host.value())
                || (dot > 0 && names.contains("*" + host.value().substring(dot)));
    }

    /// Never with the key.
    @Override
    public String toString() {
        return "certificate for %s until %s".formatted(String.join(", ", names), notAfter);
    }

    private void refuseOutside(Instant now) {
        if (now.isAfter(notAfter)) {
            throw new Complaint(
                    "The certificate expired at %s: give a renewed one".formatted(notAfter));
        }
        if (now.isBefore(notBefore)) {
            throw new Complaint(
                    "The certificate is not valid before %s: check the clock of this machine, which says %s"
                            .formatted(notBefore, now));
        }
    }

    private static List<X509Certificate> certificates(String chain) {
        var blocks = Pem.blocks(chain);
        if (blocks.isEmpty()) {
            throw new Complaint(
                    "The chain is not PEM: it has no block that begins with -----BEGIN CERTIFICATE-----");
        }
        return blocks.stream().map(Certificate::certificate).toList();
    }

    private static X509Certificate certificate(Pem block) {
        if (!block.label().equals("CERTIFICATE")) {
            throw new Complaint(
                    "The chain holds a %s: give certificates only, the app's own first"
                            .formatted(block.label()));
        }
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException e) {
            throw new Complaint(
                    "The chain holds a certificate that cannot be read: give it in PEM");
        }
    }

    private static String pem(String chain) {
        return Pem.blocks(chain).stream().map(Pem::text).collect(Collectors.joining());
    }

    /// The common name does not count (RFC 9525, section 2).
    private static List<String> namesOf(X509Certificate own) {
        var names =
                alternativeNames(own).stream()
                        .filter(name -> name.getFirst().equals(DNS_NAME))
                        .map(name -> name.getLast().toString().toLowerCase(Locale.ROOT))
                        .distinct()
                        .sorted()
                        .toList();
        if (names.isEmpty()) {
            throw new Complaint(
                    "The certificate names no host: its subject alternative names have no DNS name");
        }
        return names;
    }

    private static Collection<? extends List<?>> alternativeNames(X509Certificate own) {
        try {
            var names = own.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            throw new Complaint("The certificate's subject alternative names cannot be read");
        }
    }
}
