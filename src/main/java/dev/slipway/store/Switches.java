package dev.slipway.store;

import dev.slipway.app.Deployment;
import dev.slipway.app.Instance;
import java.time.Instant;
import java.util.List;

/// The moment in which a release becomes the live one.
public interface Switches {
    /// All or nothing: the fresh instances are ready, the old ones drain, the release is live, the
    /// app is wanted, the deployment is live. An engine that dies before finds the old release, one
    /// that dies after the new.
    ///
    /// @return false when the deployment had ended already, by a cancel: nothing is done then
    /// @throws StoreTrouble when the database cannot be used
    boolean goLive(Deployment deployment, List<Instance> fresh, List<Instance> old, Instant now);
}
