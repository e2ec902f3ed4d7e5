package dev.slipway.webhook;

import dev.slipway.app.DeploymentId;

/// What the sender of a hook is told.
sealed interface Reply {
    /// 202, once the deployment is on disk.
    record Accepted(DeploymentId deployment) implements Reply {}

    /// 200: understood, nothing to do.
    record Ignored(String reason) implements Reply {}

    /// 200: this delivery led to that deployment already.
    record Duplicate(DeploymentId deployment) implements Reply {}

    /// 401, and no hint which part of the proof was wrong.
    record Unproven() implements Reply {}

    /// 404.
    record UnknownApp(String name) implements Reply {}

    /// 400.
    record Malformed(String reason) implements Reply {}
}
