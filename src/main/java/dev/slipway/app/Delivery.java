package dev.slipway.app;

import java.time.Instant;
import java.util.Optional;

/// One webhook call that passed its proof, and what came of it. `providerId` is the id that the
/// provider gave it, where it gives one; `bodySha256` is hex.
public record Delivery(
        String id,
        String provider,
        String event,
        AppName app,
        Optional<String> providerId,
        Decision decision,
        String reason,
        String bodySha256,
        Instant receivedAt,
        Optional<DeploymentId> deployment) {
    public enum Decision {
        ACCEPTED,
        IGNORED,
        DUPLICATE
    }
}
