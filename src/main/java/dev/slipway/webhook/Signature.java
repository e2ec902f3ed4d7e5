package dev.slipway.webhook;

import dev.slipway.app.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 as Git hosts sign with it
/// (docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
final class Signature {
    private static final String PREFIX = "sha256=";

    private Signature() {}

    /// @param header `sha256=` and 64 hex digits
    /// @param body the bytes exactly as they were received
    /// @return whether the sender knows the secret; compared in constant time
    static boolean proves(Secret secret, String header, byte[] body) {
        return header.startsWith(PREFIX)
                && MessageDigest.isEqual(
                        header.substring(PREFIX.length()).getBytes(StandardCharsets.US_ASCII),
                        hex(secret, body).getBytes(StandardCharsets.US_ASCII));
    }

    static String hex(Secret secret, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(
                            secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
