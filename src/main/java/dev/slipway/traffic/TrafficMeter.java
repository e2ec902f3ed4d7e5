package dev.slipway.traffic;

import dev.slipway.app.App;
import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.app.Trouble;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Edge;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.store.Apps;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Reads what the edge has counted, every 5 s and when asked, and keeps the apps' accounts of it.
@Singleton
public class TrafficMeter {
    private final Edge edge;
    private final Apps apps;
    private final Clock clock;
    private final HostName domain;
    private final Instant since;
    private final Growth growth = new Growth();
    private final Ledger ledger = new Ledger();
    private final ReentrantLock reading = new ReentrantLock();

    TrafficMeter(Edge edge, Apps apps, Clock clock, EngineConfig config) {
        this.edge = edge;
        this.apps = apps;
        this.clock = clock;
        this.domain = new HostName(config.domain());
        this.since = clock.instant();
    }

    void start(@Observes StartupEvent event, PipelineBus bus) {
        bus.consume(Notice.class, this::forgetRemoved);
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void tick() {
        refresh();
    }

    /// Reads the edge now. Blocks for 2 s at most.
    ///
    /// @return false when edge or store do not answer: what was known stays
    public boolean refresh() {
        reading.lock();
        try {
            var now = clock.instant();
            var grown = growth.upTo(edge.traffic(), now);
            // most apps sleep most of the time: the store is asked only when somebody came
            if (!grown.isEmpty()) {
                ledger.enter(grown, owners(), now);
            }
            return true;
        } catch (Trouble e) {
            // the audit says so too, louder
            Log.debugf("traffic is not read: %s", e.getMessage());
            return false;
        } finally {
            reading.unlock();
        }
    }

    /// As it was at the last reading.
    public AppTraffic of(AppName app) {
        return ledger.of(app, clock.instant());
    }

    /// Of all apps that anybody asked for, since [#since()].
    public Map<AppName, Tally> totals() {
        return ledger.totals();
    }

    public Instant since() {
        return since;
    }

    private Map<HostName, AppName> owners() {
        var owners = new HashMap<HostName, AppName>();
        for (App app : apps.all()) {
            app.hosts(domain).forEach(host -> owners.put(host, app.name()));
        }
        return owners;
    }

    private void forgetRemoved(Notice notice) {
        if (notice instanceof Notice.AppRemoved(var app)) {
            ledger.forget(app);
        }
    }
}
