package dev.slipway.store;

import dev.slipway.app.DeploymentId;
import dev.slipway.app.Receipt;
import java.util.Optional;

/// What each switch did to those who were asking. Every call throws [StoreTrouble] when the
/// database cannot be used.
public interface Receipts {
    /// @throws StoreTrouble also when there is no such deployment any more
    void add(DeploymentId deployment, Receipt receipt);

    /// Empty for a deployment that switched nothing, or whose switch could not be watched.
    Optional<Receipt> of(DeploymentId deployment);
}
