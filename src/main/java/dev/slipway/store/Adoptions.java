package dev.slipway.store;

import dev.slipway.app.App;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import java.util.List;

/// How an app comes back into a store that does not know it.
public interface Adoptions {
    /// All or nothing: the app, unless it is known, with this release as the live one and these
    /// instances as its only ones. Its next release has a number above all that were given.
    ///
    /// @param highest the highest release number seen
    /// @throws dev.slipway.app.Complaint when one of its hosts belongs to another app
    /// @throws StoreTrouble when the database cannot be used
    void adopt(App app, Release live, List<Instance> instances, int highest);
}
