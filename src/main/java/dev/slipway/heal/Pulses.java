package dev.slipway.heal;

import dev.slipway.app.InstanceId;
import dev.slipway.probe.Answer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The pulse of each instance. One that was never asked, or was lost since, is taken for well.
@Singleton
class Pulses {
    private final Map<InstanceId, Pulse> pulses = new ConcurrentHashMap<>();

    Pulse of(InstanceId instance) {
        return pulses.getOrDefault(instance, Pulse.WELL);
    }

    /// @return its pulse from now on
    Pulse note(InstanceId instance, Answer answer, Instant askedAt) {
        return pulses.compute(
                instance,
                (_, before) -> (before == null ? Pulse.WELL : before).then(answer, askedAt));
    }

    void forget(InstanceId instance) {
        pulses.remove(instance);
    }

    void keepOnly(Collection<InstanceId> known) {
        pulses.keySet().retainAll(known);
    }
}
