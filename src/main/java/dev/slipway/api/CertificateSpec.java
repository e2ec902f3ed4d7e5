package dev.slipway.api;

import dev.slipway.app.Certificate;
import dev.slipway.app.Complaint;
import dev.slipway.app.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A certificate with its key, both in PEM, or the wish for one of the certificate authority's.
public record CertificateSpec(
        @Nullable String chain, @Nullable String key, @Nullable Boolean acme) {
    boolean isOrder() {
        return Boolean.TRUE.equals(acme) && chain == null && key == null;
    }

    /// @throws Complaint when it is not that, or not a valid one
    Certificate certificate(Instant now) {
        if (chain == null || key == null || acme != null) {
            throw new Complaint(
                    "Give either chain and key, both in PEM, or \"acme\":true and nothing else");
        }
        return Certificate.of(chain, new Secret(key), now);
    }

    /// Without the key.
    @Override
    public String toString() {
        return isOrder() ? "an order" : "a certificate";
    }
}
