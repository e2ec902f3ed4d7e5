package dev.slipway.retain;

import dev.slipway.app.Release;
import java.util.List;
import java.util.Set;

/// Which releases are kept to go back to.
final class Retention {
    static final int KEPT = 5;

    private Retention() {}

    /// @param releases of one app, newest first
    /// @param inUse numbers of the live one, of the one that a roll back leads to and of those that
    ///   still have instances
    /// @return those that are not kept: neither among the newest nor in use
    static List<Release> expendable(List<Release> releases, Set<Integer> inUse) {
        return releases.stream()
                .skip(KEPT)
                .filter(release -> !inUse.contains(release.number()))
                .toList();
    }
}
