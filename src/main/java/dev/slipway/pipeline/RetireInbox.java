package dev.slipway.pipeline;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.InstanceId;
import java.util.List;

/// What the retirement stage reads.
public sealed interface RetireInbox extends PipelineEvent {
    /// These instances get no new requests any more, because of this deployment.
    record Superseded(AppName app, DeploymentId by, List<InstanceId> instances)
            implements RetireInbox {}

    /// The app has no route any more and must go with all it has.
    record AppUnrouted(AppName app) implements RetireInbox {}
}
