package dev.slipway.heal;

import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Collects the evidence of an incident and has it kept.
@Singleton
class IncidentReporter {
    private static final int LOG_TAIL = 200;
    private static final int KILLED = 137;

    private final Instances instances;
    private final Containers containers;
    private final Journal journal;

    IncidentReporter(Instances instances, Containers containers, Journal journal) {
        this.instances = instances;
        this.containers = containers;
        this.journal = journal;
    }

    /// Returns at once; the evidence is collected aside, for Docker may make it wait.
    ///
    /// @param happenedAt as Docker dates it, by the same clock as ours
    void report(
            Instance instance,
            Cause cause,
            Optional<Integer> exitCode,
            Instant happenedAt,
            Instant detectedAt) {
        Thread.ofVirtual()
                .name("incident-" + instance.app())
                .start(() -> open(instance, cause, exitCode, happenedAt, detectedAt));
    }

    private void open(
            Instance instance,
            Cause cause,
            Optional<Integer> exitCode,
            Instant happenedAt,
            Instant detectedAt) {
        var state = look(instance);
        boolean outOfMemory = state.map(ContainerState::outOfMemory).orElse(false);
        var code =
                exitCode.or(() -> state.filter(s -> !s.isRunning()).map(ContainerState::exitCode));
        var known = outOfMemory ? Cause.OUT_OF_MEMORY : cause;
        journal.opened(
                new Incident(
                        UUID.randomUUID().toString(),
                        Optional.of(instance.app()),
                        Optional.of(instance.id()),
                        known,
                        detail(known, code),
                        code,
                        outOfMemory,
                        known == Cause.MISSING ? "recreate" : "restart",
                        detectedAt,
                        positive(Duration.between(happenedAt, detectedAt)),
                        Optional.empty(),
                        logTail(instance),
                        List.of()));
        // it may have been restored while the evidence was collected
        instances.find(instance.id()).filter(Instance::isReady).ifPresent(journal::restored);
    }

    private static String detail(Cause cause, Optional<Integer> code) {
        return switch (cause) {
            case CRASHED ->
                    code.map(c ->
                                    c > 128
                                            ? "killed by signal %d%s"
                                                    .formatted(
                                                            c - 128,
                                                            c == KILLED ? " (SIGKILL)" : "")
                                            : "ended by itself with exit code " + c)
                            .orElse("ended, exit code unknown");
            case OUT_OF_MEMORY -> "killed by the kernel at its memory limit";
            case STOPPED -> "its container was stopped by somebody else";
            case PAUSED -> "its container was paused by somebody else";
            case MISSING -> "its container was removed by somebody else";
            case HUNG, UNHEALTHY, CRASH_LOOP, NETWORK_DRIFTED, IMAGE_MISSING, BAD_RELEASE ->
                    throw new IllegalArgumentException(cause + " is not seen yet");
            case ROUTE_DRIFTED,
                    BLOCKS_REFUSED,
                    PROXY_DOWN,
                    PROXY_MISSING,
                    PROXY_SILENT,
                    PROXY_DRIFTED ->
                    throw new IllegalArgumentException(cause + " is not of an instance");
        };
    }

    private static Duration positive(Duration delay) {
        return delay.isNegative() ? Duration.ZERO : delay;
    }

    private Optional<ContainerState> look(Instance instance) {
        try {
            return containers.find(instance.container());
        } catch (DockerTrouble e) {
            return noEvidence(instance, e);
        }
    }

    private String logTail(Instance instance) {
        try {
            return containers.logTail(instance.container(), LOG_TAIL);
        } catch (DockerTrouble e) {
            return this.<String>noEvidence(instance, e).orElse("");
        }
    }

    private <T> Optional<T> noEvidence(Instance instance, DockerTrouble e) {
        Log.warnf(
                "evidence is missing app=%s instance=%s: %s",
                instance.app(), instance.id(), e.getMessage());
        return Optional.empty();
    }
}
