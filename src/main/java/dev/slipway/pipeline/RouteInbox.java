package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.InstanceId;
import java.util.Set;

/// What the routing stage reads.
public sealed interface RouteInbox extends PipelineEvent {
    /// All instances of the deployment's release answer.
    record InstancesReady(AppName app, DeploymentId deployment) implements RouteInbox {}

    /// A live instance died: take its route away before anything else.
    record InstanceLost(AppName app, InstanceId instance) implements RouteInbox {}

    /// A lost instance answers again.
    record InstanceRestored(AppName app, InstanceId instance) implements RouteInbox {}

    /// A spare was woken to serve in the place of a lost instance.
    record SpareReady(AppName app, InstanceId spare) implements RouteInbox {}

    /// A deployment of the app began, or ended without going live: the app may be starting, or no
    /// longer.
    record DeploymentTurned(AppName app) implements RouteInbox {}

    /// The owner wants the app stopped.
    record StopRequested(AppName app, DeploymentId deployment) implements RouteInbox {}

    /// The owner wants the app gone for good.
    record RemovalRequested(AppName app) implements RouteInbox {}

    /// What the proxy's configuration says of this app is no longer what it should: hosts,
    /// certificate or edge settings are others.
    record BlocksChanged(AppName app) implements RouteInbox {}

    /// The proxy runs what it was to run; these apps are guarded by it.
    record BlocksInEffect(Set<AppName> guarded) implements RouteInbox {}

    /// Time to compare what the proxy holds with what it should.
    record AuditRequested() implements RouteInbox {}
}
