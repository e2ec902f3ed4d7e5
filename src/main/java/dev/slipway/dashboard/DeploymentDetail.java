package dev.slipway.dashboard;

import dev.slipway.app.Deployment;
import dev.slipway.app.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All that the page of a deployment shows besides its log. `receipts` has one or none.
public record DeploymentDetail(
        DeploymentLine line, List<StageBar> stages, List<ReceiptLine> receipts) {
    static DeploymentDetail of(Deployment deployment, Optional<Receipt> receipt, Instant now) {
        return new DeploymentDetail(
                DeploymentLine.of(deployment),
                StageBar.of(deployment, now),
                receipt.stream().map(ReceiptLine::of).toList());
    }
}
