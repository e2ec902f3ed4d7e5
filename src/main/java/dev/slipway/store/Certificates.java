package dev.slipway.store;

import dev.slipway.app.AppCertificate;
import dev.slipway.app.AppName;
import java.util.Map;
import java.util.Optional;

/// The certificates of the apps, at most one each; they go when their app goes. Every call throws
/// [StoreTrouble] when the database cannot be used.
public interface Certificates {
    Optional<AppCertificate> find(AppName app);

    Map<AppName, AppCertificate> all();

    /// Replaces whatever the app had.
    void put(AppName app, AppCertificate certificate);

    /// Keeps what came of an order.
    ///
    /// @return false when its owner gave a certificate or removed the order meanwhile: nothing is
    ///   done then
    boolean settle(AppName app, AppCertificate certificate);

    void remove(AppName app);
}
