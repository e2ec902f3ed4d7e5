package dev.slipway.heal;

import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Trouble;
import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.Pause;
import dev.slipway.probe.Answer;
import dev.slipway.probe.HealthProbe;
import dev.slipway.store.Instances;
import dev.slipway.store.Releases;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Asks each instance that serves whether it is well: what runs and does not answer, Docker takes
/// for healthy. One that does not answer well is asked again soon, to tell a hang from a hiccup.
@Singleton
class HealthWatch {
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(1);

    private final Instances instances;
    private final Releases releases;
    private final HealthProbe probe;
    private final Pulses pulses;
    private final Healer healer;
    private final Clock clock;
    private final EngineConfig.Health rules;
    private final Set<InstanceId> asked = ConcurrentHashMap.newKeySet();

    HealthWatch(
            Instances instances,
            Releases releases,
            HealthProbe probe,
            Pulses pulses,
            Healer healer,
            Clock clock,
            EngineConfig config) {
        this.instances = instances;
        this.releases = releases;
        this.probe = probe;
        this.pulses = pulses;
        this.healer = healer;
        this.clock = clock;
        this.rules = config.health();
    }

    @Scheduled(
            every = "${slipway.health.interval:5s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void ask() {
        for (var instance : instances.all()) {
            if (instance.isReady() && asked.add(instance.id())) {
                Thread.ofVirtual()
                        .name("health-" + instance.app())
                        .start(() -> askUntilClear(instance));
            }
        }
    }

    private void askUntilClear(Instance instance) {
        try {
            boolean clear = isClear(instance);
            while (!clear) {
                Pause.of(BEFORE_ASKING_AGAIN);
                clear = isClear(instance);
            }
        } catch (Trouble e) {
            Log.warnf(
                    "instance cannot be asked how it is app=%s instance=%s: %s",
                    instance.app(), instance.id(), e.getMessage());
        } finally {
            asked.remove(instance.id());
        }
    }

    /// Whether it is known how it is: it is well, or sick, or not to be asked any more. One that
    /// cannot be reached may have lost its address: that is looked at once.
    private boolean isClear(Instance instance) {
        if (instances.find(instance.id()).filter(Instance::isReady).isEmpty()) {
            return true;
        }
        var release = releases.find(instance.app(), instance.release());
        if (release.isEmpty()) {
            return true;
        }
        var askedAt = clock.instant();
        var answer = probe.ask(instance.address(), release.get(), rules.timeout());
        var pulse = pulses.note(instance.id(), answer, askedAt);
        boolean sick = pulse.failures() >= rules.failures();
        if (sick || (answer instanceof Answer.Closed && pulse.failures() == 1)) {
            healer.examine(instance.app());
        }
        return sick || answer instanceof Answer.Well;
    }
}
