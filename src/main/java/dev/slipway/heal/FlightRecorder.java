package dev.slipway.heal;

import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Usage;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.docker.Reading;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Notes every 10 s what each serving instance uses, for as long back as an incident shows.
@Singleton
class FlightRecorder {
    /// A minute of usages needs one reading more, to tell the share of the processor.
    static final int KEPT = 7;

    private final Instances instances;
    private final Containers containers;
    private final Map<InstanceId, List<Reading>> readings = new ConcurrentHashMap<>();

    FlightRecorder(Instances instances, Containers containers) {
        this.instances = instances;
        this.containers = containers;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void note() {
        var ready = instances.all().stream().filter(Instance::isReady).toList();
        readings.keySet().retainAll(ready.stream().map(Instance::id).collect(Collectors.toSet()));
        ready.forEach(this::note);
    }

    /// One that Docker says nothing of is no reason to know nothing of the others.
    private void note(Instance instance) {
        try {
            containers
                    .reading(instance.container())
                    .ifPresent(reading ->
                            readings.merge(
                                    instance.id(),
                                    List.of(reading),
                                    (before, next) -> latest(before, next)));
        } catch (DockerTrouble e) {
            Log.debugf(
                    "nothing is noted of what it uses app=%s instance=%s: %s",
                    instance.app(), instance.id(), e.getMessage());
        }
    }

    private static List<Reading> latest(List<Reading> before, List<Reading> next) {
        var all = new ArrayList<>(before);
        all.addAll(next);
        return List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
    }

    /// What it used in the last minute, oldest first; empty when it has not run for 20 s.
    List<Usage> of(InstanceId instance) {
        return usages(readings.getOrDefault(instance, List.of()));
    }

    static List<Usage> usages(List<Reading> readings) {
        var usages = new ArrayList<Usage>();
        for (int i = 1; i < readings.size(); i++) {
            var earlier = readings.get(i - 1);
            var later = readings.get(i);
            usages.add(new Usage(later.at(), later.cpuPercentSince(earlier), later.memoryBytes()));
        }
        return usages;
    }
}
