package dev.slipway.heal;

import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.Usage;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Remedy;
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

    /// That an instance was lost.
    ///
    /// @param exitCode as the event has it
    /// @param said its last answer to a health question
    /// @param happenedAt as Docker dates it, by the same clock as ours
    record Loss(
            Instance instance,
            Cause cause,
            Remedy remedy,
            Optional<Integer> exitCode,
            String said,
            Instant happenedAt,
            Instant detectedAt) {}

    private final Containers containers;
    private final FlightRecorder recorder;
    private final Journal journal;

    IncidentReporter(Containers containers, FlightRecorder recorder, Journal journal) {
        this.containers = containers;
        this.recorder = recorder;
        this.journal = journal;
    }

    /// Returns at once; the evidence is collected aside, for Docker may make it wait.
    void openAside(Loss loss) {
        var usage = recorder.of(loss.instance().id());
        Thread.ofVirtual().name("incident-" + loss.instance().app()).start(() -> open(loss, usage));
    }

    /// Returns when the incident is kept.
    void open(Loss loss) {
        open(loss, recorder.of(loss.instance().id()));
    }

    private void open(Loss loss, List<Usage> usage) {
        var instance = loss.instance();
        var ending = Ending.of(loss.cause(), loss.exitCode(), look(instance));
        journal.opened(
                new Incident(
                        UUID.randomUUID().toString(),
                        Optional.of(instance.app()),
                        Optional.of(instance.id()),
                        ending.cause(),
                        detail(ending, loss.said()),
                        ending.code(),
                        ending.outOfMemory(),
                        loss.remedy().label(),
                        loss.detectedAt(),
                        positive(Duration.between(loss.happenedAt(), loss.detectedAt())),
                        Optional.empty(),
                        logTail(instance),
                        usage));
        // it may have been restored while the evidence was collected
        journal.settle(instance);
    }

    /// @param said its last answer to a health question
    private static String detail(Ending ending, String said) {
        var code = ending.code();
        return switch (ending.cause()) {
            case CRASHED -> code.map(IncidentReporter::ending).orElse("ended, exit code unknown");
            case CRASH_LOOP ->
                    "it ends again and again soon after it was brought back%s: look at its log, and roll back if the release is new"
                            .formatted(code.map(c -> ", now " + ending(c)).orElse(""));
            case OUT_OF_MEMORY -> "killed by the kernel at its memory limit";
            case STOPPED -> "its container was stopped by somebody else";
            case PAUSED -> "its container was paused by somebody else";
            case MISSING -> "its container was removed by somebody else";
            case NETWORK_DRIFTED ->
                    "its container was cut off from its network, or moved to another address, by somebody else";
            case HUNG, UNHEALTHY -> "it " + said;
            case ROUTE_DRIFTED,
                    BLOCKS_REFUSED,
                    IMAGE_MISSING,
                    BAD_RELEASE,
                    PROXY_DOWN,
                    PROXY_MISSING,
                    PROXY_SILENT,
                    PROXY_DRIFTED ->
                    throw new IllegalArgumentException(ending.cause() + " is not of an instance");
        };
    }

    private static String ending(int code) {
        return code > 128
                ? "killed by signal %d%s"
                        .formatted(code - 128, code == Ending.KILLED ? " (SIGKILL)" : "")
                : "ended by itself with exit code " + code;
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
