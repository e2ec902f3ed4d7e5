package dev.slipway.dashboard;

import java.util.List;

/// All that the home page shows. `address` is where the reader has reached the engine, `tokenFile`
/// where its machine keeps the admin token: both for the commands of the empty state.
public record Overview(
        List<AppCard> apps,
        List<DeploymentLine> deployments,
        List<IncidentLine> incidents,
        String address,
        String tokenFile) {}
