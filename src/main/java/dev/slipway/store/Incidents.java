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
    /// Also of a loss that was not told yet.
    void add(Incident incident);

    /// Newest first, of one app or of all.
    List<Incident> latest(Optional<AppName> app, int limit);

    /// Those of this cause that have not ended, newest first.
    ///
    /// @param app empty for those of the proxy
    List<Incident> open(Incident.Cause cause, Optional<AppName> app);

    /// One of them, if it is still there.
    Optional<Incident> find(String id);

    /// Closes the open incidents of an instance that serves again.
    ///
    /// @return those that were open
    List<Incident> restored(InstanceId instance, Instant now);

    /// Closes the open incidents of all instances of an app that has all its replicas.
    ///
    /// @param now or the moment of its detection, if that came later
    /// @return those that were open
    List<Incident> restored(AppName app, Instant now);

    /// Closes this incident.
    ///
    /// @return empty when it was closed already
    Optional<Incident> restored(String id, Instant now);
}
