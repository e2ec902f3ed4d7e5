package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Stage;

/// Something happened; the store knows it already. Read by dashboard, event stream and metrics.
public sealed interface Notice extends PipelineEvent {
    record AppChanged(AppName app) implements Notice {}

    record AppRemoved(AppName app) implements Notice {}

    record StageEntered(AppName app, DeploymentId deployment, Stage stage) implements Notice {}

    record DeploymentFinished(AppName app, DeploymentId deployment, DeploymentStatus.Final status)
            implements Notice {}

    /// Comes after the deployment has ended.
    record ReceiptWritten(AppName app, DeploymentId deployment) implements Notice {}

    record IncidentOpened(Incident incident) implements Notice {}

    /// What the incident is about works again.
    record IncidentClosed(Incident incident) implements Notice {}

    record InstanceServing(AppName app, InstanceId instance) implements Notice {}
}
