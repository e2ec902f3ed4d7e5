package dev.slipway.api;

import dev.slipway.app.AppName;
import dev.slipway.app.Instance;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.store.Instances;
import dev.slipway.traffic.TrafficMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// Counts what the pipeline tells.
@Singleton
class Metrics {
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
            case Notice.AppRemoved(var app) -> forget(app);
            case Notice.AppChanged _,
                    Notice.StageEntered _,
                    Notice.ReceiptWritten _,
                    Notice.InstanceServing _ -> {}
        }
    }

    private void forget(AppName app) {
        registry.getMeters().stream()
                .filter(meter -> app.value().equals(meter.getId().getTag("app")))
                .forEach(registry::remove);
    }
}
