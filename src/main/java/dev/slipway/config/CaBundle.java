package dev.slipway.config;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate authorities of the machine's bundle besides those that Java brings along: a Git
/// host with a certificate of a company's own authority works here if it works for `git` and
/// `curl`. Read when it is first needed, as that takes longer than all the rest of a native start,
/// and again when the file is another.
@Singleton
public final class CaBundle {
    private record Loaded(FileTime modified, X509TrustManager trust) {}

    private static final FileTime ABSENT = FileTime.fromMillis(0);

    private final Path file;
    private @Nullable Loaded loaded;

    public CaBundle(EngineConfig config) {
        this.file = config.caBundle();
    }

    /// @throws IOException when the file is there and is no PEM bundle
    public synchronized X509TrustManager trustManager() throws IOException {
        var modified = Files.exists(file) ? Files.getLastModifiedTime(file) : ABSENT;
        if (loaded == null || !loaded.modified().equals(modified)) {
            loaded = new Loaded(modified, read());
        }
        return loaded.trust();
    }

    /// TLS for clients that trust these authorities.
    ///
    /// @throws IOException as above
    public SSLContext tls() throws IOException {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {trustManager()}, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    private X509TrustManager read() throws IOException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var authority : authorities()) {
                store.setCertificateEntry("ca-" + store.size(), authority);
            }
            return trusting(store);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the bundle of certificate authorities %s cannot be read: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private List<Certificate> authorities() throws IOException, GeneralSecurityException {
        var all = new ArrayList<Certificate>(Arrays.asList(trusting(null).getAcceptedIssuers()));
        if (Files.exists(file)) {
            try (var pem = Files.newInputStream(file)) {
                all.addAll(CertificateFactory.getInstance("X.509").generateCertificates(pem));
            }
        }
        return all;
    }

    /// @param store null for the authorities that Java brings along
    private static X509TrustManager trusting(@Nullable KeyStore store)
            throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
