package dev.slipway.dashboard;

import dev.slipway.app.Elapsed;
import dev.slipway.app.Incident;

/// An incident in the list. `outcome` says how long it took to put it right, if it is.
public record IncidentLine(
        String id,
        String app,
        String cause,
        String detail,
        String action,
        String outcome,
        boolean restored,
        Moment detectedAt) {
    static IncidentLine of(Incident incident) {
        return new IncidentLine(
                incident.id(),
                incident.subject(),
                incident.cause().label(),
                incident.detail(),
                incident.action(),
                outcome(incident),
                incident.restoredAt().isPresent(),
                Moment.of(incident.detectedAt()));
    }

    /// An instance serves again; routes, settings and the proxy are right again.
    private static String outcome(Incident incident) {
        boolean serves = incident.instance().isPresent();
        return incident.timeToRestore()
                .map(time ->
                        (serves ? "serving again after " : "right again after ")
                                + new Elapsed(time))
                .orElse(serves ? "not serving yet" : "not right yet");
    }
}
