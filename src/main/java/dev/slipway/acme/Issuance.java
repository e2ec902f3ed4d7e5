package dev.slipway.acme;

import dev.slipway.app.Certificate;
import java.time.Instant;
import java.util.Optional;

/// What became of an order.
sealed interface Issuance {
    record Issued(Certificate certificate) implements Issuance {}

    /// @param problem one sentence, the authority's own where it said one
    /// @param notBefore when the authority wants to be asked again at the earliest
    record Refused(String problem, Optional<Instant> notBefore) implements Issuance {}
}
