package dev.slipway.api;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.Instance;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.store.Instances;
import dev.slipway.traffic.TrafficMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.IntStream;

/// Counts what the pipeline tells.
@Singleton
class Metrics {
    private static final Duration[] BUCKETS =
            IntStream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 60_000, 300_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void start(
            @Observes StartupEvent event,
            PipelineBus bus,
            Instances instances,
            TrafficMeter traffic,
            CollectorRegistry prometheus) {
        prometheus.register(new TrafficCollector(traffic));
        bus.consume(Notice.class, this::count);
        registry.gauge("slipway.instances.ready", instances, Metrics::ready);
    }

    /// Of its own Quarkus makes one for each who asks; here all must have the one that is scraped.
    @Produces
    @Singleton
    static CollectorRegistry prometheus() {
        return new CollectorRegistry(true);
    }

    private static double ready(Instances instances) {
        return instances.all().stream().filter(Instance::isReady).count();
    }

    private void count(Notice notice) {
        switch (notice) {
            case Notice.DeploymentFinished e ->
                    registry.counter(
                                    "slipway.deployments",
                                    "app",
                                    e.app().value(),
                                    "status",
                                    e.status().label())
                            .increment();
            case Notice.IncidentOpened e ->
                    registry.counter(
                                    "slipway.incidents",
                                    "app",
                                    e.incident().app().map(AppName::value).orElse(""),
                                    "cause",
                                    e.incident().cause().label())
                            .increment();
            case Notice.IncidentClosed(var incident) ->
                    incident.timeToRestore()
                            .ifPresent(time -> timeToRestore(incident).record(time));
            case Notice.AppRemoved(var app) -> forget(app);
            case Notice.AppChanged _,
                    Notice.StageEntered _,
                    Notice.ReceiptWritten _,
                    Notice.InstanceServing _ -> {}
        }
    }

    /// A histogram; its buckets reach from a spare's 50 ms to a release that takes minutes to
    /// start.
    private Timer timeToRestore(Incident incident) {
        return Timer.builder("slipway.time.to.restore")
                .tag("app", incident.app().map(AppName::value).orElse(""))
                .tag("cause", incident.cause().label())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private void forget(AppName app) {
        registry.getMeters().stream()
                .filter(meter -> app.value().equals(meter.getId().getTag("app")))
                .forEach(registry::remove);
    }
}
