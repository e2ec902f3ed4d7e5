package dev.slipway.heal;

import dev.slipway.app.Trouble;
import dev.slipway.docker.DockerEvent;
import dev.slipway.docker.DockerEvents;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Pause;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.RouteInbox;
import dev.slipway.pipeline.Start;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// The healer's doorbell: Docker's events at once, what is down every second, the audit every 10 s.
@Singleton
class Watch {
    private static final Duration RECONNECT = Duration.ofSeconds(1);
    private static final Duration AT_ONCE = Duration.ofMillis(50);
    private static final Duration DOCKERS_TURN = Duration.ofSeconds(2);

    /// More than Docker may take for the evidence of an incident.
    private static final Duration TOLD_BY_THEN = Duration.ofMinutes(5);

    private final Healer healer;
    private final IncidentReporter reporter;
    private final DockerEvents events;
    private final PipelineBus bus;
    private final Clock clock;
    private volatile boolean over;

    /// Docker's events come on one thread.
    private boolean proxySignalled;

    Watch(
            Healer healer,
            IncidentReporter reporter,
            DockerEvents events,
            PipelineBus bus,
            Clock clock) {
        this.healer = healer;
        this.reporter = reporter;
        this.events = events;
        this.bus = bus;
        this.clock = clock;
    }

    void start(@Observes @Priority(Start.HEALER) StartupEvent event) {
        reporter.tellUntold(Instant.MAX);
        Thread.ofVirtual().name("docker-events").start(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        over = true;
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void audit() {
        try {
            healer.audit();
            reporter.tellUntold(clock.instant().minus(TOLD_BY_THEN));
        } catch (Trouble e) {
            Log.warnf("audit is not possible now: %s", e.getMessage());
        }
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void retry() {
        try {
            healer.retry();
        } catch (Trouble e) {
            Log.debugf("nothing can be brought back now: %s", e.getMessage()); // the audit warns
        }
    }

    /// What happened while nobody followed is found by the audit that comes with each connection.
    private void follow() {
        if (over) {
            return;
        }
        try {
            var _ = events.follow(this::on, this::followAgain);
            audit();
        } catch (DockerTrouble e) {
            followAgain(e);
        }
    }

    private void on(DockerEvent event) {
        try {
            switch (event) {
                case DockerEvent.OfInstance e -> healer.on(e);
                case DockerEvent.Disconnected e -> healer.on(e);
                case DockerEvent.OfProxy(var action) -> onProxy(action);
            }
        } catch (Trouble e) {
            Log.warnf("what Docker tells is left to the audit: %s", e.getMessage());
        }
    }

    /// When it was ended through Docker, nobody else starts it; when it crashed, Docker does within
    /// a second, and tells that.
    private void onProxy(DockerEvent.Action action) {
        switch (action) {
            case STARTED, PAUSED, REMOVED -> bus.emit(new RouteInbox.AuditRequested());
            case DIED -> auditProxyIn(proxySignalled ? AT_ONCE : DOCKERS_TURN);
            case SIGNALLED, OUT_OF_MEMORY -> {}
        }
        proxySignalled = action == DockerEvent.Action.SIGNALLED;
    }

    private void auditProxyIn(Duration time) {
        Thread.ofVirtual()
                .name("proxy-died")
                .start(() -> {
                    Pause.of(time);
                    bus.emit(new RouteInbox.AuditRequested());
                });
    }

    private void followAgain(Throwable cause) {
        if (!over) {
            Log.warnf("Docker's events broke off and are followed again: %s", cause.getMessage());
            Thread.ofVirtual()
                    .name("docker-events")
                    .start(() -> {
                        Pause.of(RECONNECT);
                        follow();
                    });
        }
    }
}
