package dev.slipway.app;

import java.time.Instant;
import java.util.Optional;

/// An image together with the configuration it runs with. Numbers count up per app and are never
/// used again; a number may be missing where a build failed. `commit` is absent for an app run from
/// a registry's image.
public record Release(
        AppName app,
        int number,
        DeploymentId deployment,
        Optional<Revision> commit,
        ImageRef image,
        AppConfig config,
        Instant createdAt) {
    /// @throws Complaint when the number is below 1
    public Release {
        Complaint.unlessWithin(1, Integer.MAX_VALUE, number, "Release");
    }
}
