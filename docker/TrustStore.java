import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/// `java TrustStore.java OUT IN...`: one Java trust store of all certificates in IN, which are trust stores or PEM bundles; what is not there is skipped.
/// JKS, because that is read without a password. keytool would take a JVM start for each certificate.
class TrustStore {
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    public static void main(String[] args) throws Exception {
        var certificates = new LinkedHashSet<Certificate>();
        for (int i = 1; i < args.length; i++) {
            var file = Path.of(args[i]);
            if (Files.isReadable(file)) certificates.addAll(read(file));
        }
        var store = KeyStore.getInstance("JKS");
        store.load(null, null);
        int number = 0;
        for (var certificate : certificates) store.setCertificateEntry("ca-" + number++, certificate);
        Files.deleteIfExists(Path.of(args[0]));
        try (OutputStream out = Files.newOutputStream(Path.of(args[0]))) {
            store.store(out, "changeit".toCharArray());
        }
    }

    private static LinkedHashSet<Certificate> read(Path file) throws Exception {
        var found = new LinkedHashSet<Certificate>();
        var text = new String(Files.readAllBytes(file), "ISO-8859-1");
        if (text.contains("-----BEGIN CERTIFICATE-----")) {
            var factory = CertificateFactory.getInstance("X.509");
            var blocks = PEM.matcher(text);
            while (blocks.find()) found.add(factory.generateCertificate(new ByteArrayInputStream(blocks.group().getBytes("ISO-8859-1"))));
        } else {
            var store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
            for (var alias : Collections.list(store.aliases())) {
                if (store.isCertificateEntry(alias)) found.add(store.getCertificate(alias));
            }
        }
        return found;
    }
}
