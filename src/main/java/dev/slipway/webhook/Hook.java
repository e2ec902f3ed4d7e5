package dev.slipway.webhook;

import dev.slipway.app.BranchName;
import dev.slipway.app.Revision;

/// What a provider's call means.
sealed interface Hook {
    /// A branch moved to this commit.
    record Push(BranchName branch, Revision commit, boolean skipped) implements Hook {}

    /// Understood, and nothing to do.
    record Nothing(String reason) implements Hook {}

    /// Not what the provider promises to send.
    record Malformed(String reason) implements Hook {}
}
