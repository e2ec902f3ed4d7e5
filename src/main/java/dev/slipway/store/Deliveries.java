package dev.slipway.store;

import dev.slipway.app.Delivery;
import java.util.List;

/// Every webhook delivery that passed its proof. Every call throws [StoreTrouble] when the database
/// cannot be used.
public interface Deliveries {
    void add(Delivery delivery);

    /// Newest first.
    List<Delivery> latest(int limit);
}
