package dev.slipway.dashboard;

import dev.slipway.app.Deployment;
import java.time.Instant;
import java.util.List;

/// All that the page of a deployment shows besides its log.
public record DeploymentDetail(DeploymentLine line, List<StageBar> stages) {
    static DeploymentDetail of(Deployment deployment, Instant now) {
        return new DeploymentDetail(DeploymentLine.of(deployment), StageBar.of(deployment, now));
    }
}
