package dev.slipway.lab;

import dev.slipway.app.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A certificate for 127.0.0.1 that vouches for itself, with its key, in files of this name.
public record ServerCertificate(Path folder, String name) {
    private static final String PASSWORD = "password";

    public static ServerCertificate make(Path folder, String name) {
        var made = new ServerCertificate(folder, name);
        keytool(
                made,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1");
        keytool(made, "-exportcert", "-rfc", "-file", made.pem().toString());
        return made;
    }

    public Path pem() {
        return folder.resolve(name + ".pem");
    }

    /// Its key as PEM, for servers that are not Java.
    Path keyPem() throws IOException {
        try {
            var store = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            var key = store.getKey("server", PASSWORD.toCharArray());
            return Files.writeString(
                    folder.resolve(name + ".key"), Pem.of("PRIVATE KEY", key.getEncoded()).text());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    SSLContext context() throws IOException {
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(
                    KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray()),
                    PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private Path store() {
        return folder.resolve(name + ".p12");
    }

    private static void keytool(ServerCertificate certificate, String... command) {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var store =
                List.of(
                        "-keystore",
                        certificate.store().toString(),
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        "server");
        Shell.run(
                Stream.of(List.of(keytool), List.of(command), store)
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }
}
