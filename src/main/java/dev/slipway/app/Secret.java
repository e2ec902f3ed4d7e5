package dev.slipway.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Text that must not appear in a log, an answer or a stack trace: only [#reveal()] gives it out.
public record Secret(String reveal) {
    private static final String HMAC = "HmacSHA256";

    /// @throws Complaint when empty: an empty secret protects nothing
    public Secret {
        if (reveal == null || reveal.isEmpty()) {
            throw new Complaint("Secret is empty");
        }
    }

    /// @return HMAC-SHA256 (RFC 2104) of the message with this as the key, in 64 hex digits
    public String sign(byte[] message) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(reveal.getBytes(StandardCharsets.UTF_8), HMAC));
            return HexFormat.of().formatHex(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /// Compared in constant time.
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "•••";
    }
}
