package dev.slipway.app;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// One block of textual encoding (RFC 7468): DER in base64 under a label such as `CERTIFICATE`.
public record Pem(String label, String base64) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    public static Pem of(String label, byte[] der) {
        return new Pem(label, Base64.getEncoder().encodeToString(der));
    }

    /// All blocks of a text, in its order; what stands between them is explanation, which the RFC
    /// allows.
    public static List<Pem> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(block -> new Pem(block.group(1), block.group(2).replaceAll("\\s", "")))
                .toList();
    }

    /// @throws Complaint when it is no base64
    public byte[] der() {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new Complaint("The PEM block %s is not base64".formatted(label));
        }
    }

    /// The block as the RFC wants it written: lines of 64 characters.
    public String text() {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, base64.replaceAll("(.{64})(?!$)", "$1\n"), label);
    }

    /// Without the content, which may be a key.
    @Override
    public String toString() {
        return label;
    }
}
