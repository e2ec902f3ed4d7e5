package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What broke and how it was put right. Every call throws [StoreTrouble] when the database cannot
/// be used.
public interface Incidents {
    void add(Incident incident);

    /// Newest first, of one app or of all.
    List<Incident> latest(Optional<AppName> app, int limit);

    /// Closes the open incidents of an instance that serves again.
    void restored(InstanceId instance, Instant now);

    /// Closes this incident, if it is open.
    void restored(String id, Instant now);
}
