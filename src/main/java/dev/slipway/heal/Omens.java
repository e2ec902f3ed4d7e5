package dev.slipway.heal;

import dev.slipway.app.InstanceId;
import dev.slipway.docker.DockerEvent;
import dev.slipway.docker.DockerEvent.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What Docker told last of instances that still run: why one is about to end.
final class Omens {
    /// A stop gives this much time and then kills.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Map<InstanceId, DockerEvent.OfInstance> last = new ConcurrentHashMap<>();

    void add(DockerEvent.OfInstance omen) {
        last.put(omen.instance(), omen);
    }

    /// What was told too late, of the run before.
    void forget(InstanceId started) {
        last.remove(started);
    }

    /// Why it died, if that was told before; an omen tells of one death.
    Optional<Action> of(DockerEvent.OfInstance death) {
        return Optional.ofNullable(last.remove(death.instance()))
                .filter(omen -> omen.at().plus(LONGEST).isAfter(death.at()))
                .map(DockerEvent.OfInstance::action);
    }

    void keepOnly(Set<InstanceId> known) {
        last.keySet().retainAll(known);
    }
}
