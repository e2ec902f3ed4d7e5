package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;

/// What the build stage reads.
public sealed interface BuildInbox extends PipelineEvent {
    /// A deployment that needs an image is in the store.
    record DeploymentRequested(AppName app, DeploymentId deployment) implements BuildInbox {}

    /// This deployment has ended from outside: whatever builds for it stops.
    record BuildUnwanted(AppName app, DeploymentId deployment) implements BuildInbox {}
}
