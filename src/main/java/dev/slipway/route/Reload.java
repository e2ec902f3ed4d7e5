package dev.slipway.route;

import dev.slipway.app.AppName;
import java.util.Set;

/// How a reload ended.
sealed interface Reload {
    /// The proxy runs what the store asks for, or runs it already.
    ///
    /// @param guarded the apps that its server blocks open to some visitors only
    record Done(Set<AppName> guarded) implements Reload {}

    /// The proxy keeps what it had.
    record Refused(String complaint) implements Reload {}

    /// The proxy does not run.
    record Away() implements Reload {}
}
