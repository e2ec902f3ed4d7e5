package dev.slipway.heal;

import dev.slipway.app.Trouble;
import dev.slipway.docker.ContainerEvents;
import dev.slipway.docker.DockerTrouble;
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
import java.time.Duration;

/// The healer's doorbell: Docker's events at once, the audit every 10 s.
@Singleton
class Watch {
    private static final Duration RECONNECT = Duration.ofSeconds(1);

    private final Healer healer;
    private final ContainerEvents events;
    private volatile boolean over;

    Watch(Healer healer, ContainerEvents events) {
        this.healer = healer;
        this.events = events;
    }

    void start(@Observes @Priority(Start.HEALER) StartupEvent event) {
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
        } catch (Trouble e) {
            Log.warnf("audit is not possible now: %s", e.getMessage());
        }
    }

    /// What happened while nobody followed is found by the audit that comes with each connection.
    private void follow() {
        if (over) {
            return;
        }
        try {
            var _ = events.follow(healer::on, this::followAgain);
            audit();
        } catch (DockerTrouble e) {
            followAgain(e);
        }
    }

    private void followAgain(Throwable cause) {
        if (!over) {
            Log.warnf("Docker's events broke off and are followed again: %s", cause.getMessage());
            Thread.ofVirtual()
                    .name("docker-events")
                    .start(() -> {
                        sleep();
                        follow();
                    });
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(RECONNECT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
