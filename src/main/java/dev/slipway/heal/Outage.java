package dev.slipway.heal;

import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// No instance of a release serves, and that is their own doing. Pure.
///
/// @param cause of the last loss
/// @param time since then, as far as it was watched
record Outage(Cause cause, Duration time) {
    /// @param own the instances of the release
    /// @param incidents of its app
    /// @param watchedSince what went on before nobody saw: it may serve since long ago
    /// @return empty as long as one serves, or when somebody else has had a hand in it
    static Optional<Outage> of(
            Collection<Instance> own,
            Collection<Incident> incidents,
            Instant watchedSince,
            Instant now) {
        var down = own.stream().filter(Instance::isDown).toList();
        var open = down.stream().flatMap(one -> openIncident(one, incidents).stream()).toList();
        return open.size() < down.size() || own.stream().anyMatch(Instance::isReady)
                ? Optional.empty()
                : open.stream()
                        .max(Comparator.comparing(Incident::detectedAt))
                        .map(last -> of(last, watchedSince, now));
    }

    private static Optional<Incident> openIncident(Instance down, Collection<Incident> incidents) {
        return incidents.stream()
                .filter(incident -> incident.instance().equals(Optional.of(down.id())))
                .filter(incident -> incident.restoredAt().isEmpty())
                .filter(incident -> incident.cause().isItsOwn())
                .findFirst();
    }

    private static Outage of(Incident last, Instant watchedSince, Instant now) {
        var began = last.detectedAt().isBefore(watchedSince) ? watchedSince : last.detectedAt();
        return new Outage(last.cause(), Duration.between(began, now));
    }
}
