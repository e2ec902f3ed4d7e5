package dev.slipway.dashboard;

import dev.slipway.app.Incident;

/// An incident in the list. `restored` is empty until the instance serves again.
public record IncidentLine(
        String app,
        String cause,
        String detail,
        String action,
        String restored,
        Moment detectedAt) {
    static IncidentLine of(Incident incident) {
        return new IncidentLine(
                incident.subject(),
                incident.cause().label(),
                incident.detail(),
                incident.action(),
                incident.timeToRestore().map(Elapsed::new).map(Elapsed::toString).orElse(""),
                Moment.of(incident.detectedAt()));
    }
}
