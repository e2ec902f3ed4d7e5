package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import java.util.List;
import java.util.Optional;

/// The releases of each app and which of them is live. Every call throws [StoreTrouble] when the
/// database cannot be used.
public interface Releases {
    /// A release that went live.
    ///
    /// @param by what asked for it; empty when the store was lost since then
    record Served(Release release, Optional<Trigger> by) {}

    /// The next number of the app, never given out again.
    int reserve(AppName app);

    /// Keeps the release, and that its deployment runs it.
    ///
    /// @return false when that deployment has ended in the meantime: nothing is kept then
    boolean add(Release release);

    /// Forgets a release, unless it is live, an instance runs it or a deployment is about to.
    ///
    /// @return whether it is forgotten
    boolean forget(AppName app, int number);

    Optional<Release> find(AppName app, int number);

    /// Newest first.
    List<Release> of(AppName app);

    /// Those that went live, the latest switch first.
    List<Served> served(AppName app);

    /// The release that is served, or that was before the app was stopped.
    Optional<Release> live(AppName app);
}
