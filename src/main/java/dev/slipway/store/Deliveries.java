package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Delivery;
import java.util.List;
import java.util.Optional;

/// Every webhook delivery that passed its proof. Every call throws [StoreTrouble] when the database
/// cannot be used.
public interface Deliveries {
    void add(Delivery delivery);

    /// The newest delivery of this provider's id that led to a deployment.
    Optional<Delivery> deployed(AppName app, String providerId);

    /// Newest first.
    List<Delivery> latest(int limit);
}
