package dev.slipway.heal;

import dev.slipway.app.Instance;
import dev.slipway.app.Loss;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Journal;
import dev.slipway.store.Instances;
import dev.slipway.store.Losses;
import dev.slipway.store.StoreTrouble;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/// Collects the evidence of an incident and has it kept.
@Singleton
class IncidentReporter {
    private static final int LOG_TAIL = 200;

    private final Losses losses;
    private final Instances instances;
    private final Containers containers;
    private final Journal journal;

    IncidentReporter(Losses losses, Instances instances, Containers containers, Journal journal) {
        this.losses = losses;
        this.instances = instances;
        this.containers = containers;
        this.journal = journal;
    }

    /// What an engine before this one did not live to tell, or could not be kept when it was told.
    ///
    /// @param seenBefore what was seen later is being told
    void tellUntold(Instant seenBefore) {
        losses.untold().stream()
                .filter(loss -> loss.detectedAt().isBefore(seenBefore))
                .forEach(loss -> tellAside(loss, instances.find(loss.instance())));
    }

    /// Returns at once; the evidence is collected aside, for Docker may make it wait.
    void tellAside(Loss loss, Optional<Instance> seen) {
        Thread.ofVirtual().name("incident-" + loss.app()).start(() -> tell(loss, seen));
    }

    /// Returns when the incident is kept, if it can be; else it is told again later.
    ///
    /// @param seen as it was lost: it may have another container by now
    void tell(Loss loss, Optional<Instance> seen) {
        try {
            open(loss, seen);
        } catch (StoreTrouble e) {
            Log.errorf("incident is not kept app=%s: %s", loss.app(), e.getMessage());
        }
    }

    private void open(Loss loss, Optional<Instance> seen) {
        var ending = Ending.of(loss.cause(), loss.exitCode(), seen.flatMap(this::look));
        journal.opened(
                loss.asIncident(
                        ending.cause(),
                        detail(ending, loss.said()),
                        ending.code(),
                        ending.outOfMemory(),
                        seen.map(this::logTail).orElse("")));
        // it may have been restored while the evidence was collected
        journal.settle(loss.app(), loss.instance());
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
                        .formatted(code - 128, code == ContainerState.KILLED ? " (SIGKILL)" : "")
                : "ended by itself with exit code " + code;
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
