package dev.slipway.webhook;

import dev.slipway.app.Secret;

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
                && Secret.same(header.substring(PREFIX.length()), secret.sign(body));
    }
}
