package dev.slipway.app;

import dev.slipway.app.Incident.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// That an instance was lost, before the evidence is collected that makes an [Incident] of it.
///
/// @param id that of the incident
/// @param exitCode as Docker's event has it
/// @param said its last answer to a health question
/// @param action as in [Incident], like `detectDelay` and `usage`
public record Loss(
        String id,
        AppName app,
        InstanceId instance,
        Cause cause,
        String said,
        Optional<Integer> exitCode,
        String action,
        Instant detectedAt,
        Duration detectDelay,
        List<Usage> usage) {
    public Loss {
        usage = List.copyOf(usage);
    }

    /// @param happenedAt as Docker dates it, by the same clock as ours
    public static Loss of(
            Instance instance,
            Cause cause,
            String said,
            Optional<Integer> exitCode,
            String action,
            Instant happenedAt,
            Instant detectedAt,
            List<Usage> usage) {
        var delay = Duration.between(happenedAt, detectedAt);
        return new Loss(
                UUID.randomUUID().toString(),
                instance.app(),
                instance.id(),
                cause,
                said,
                exitCode,
                action,
                detectedAt,
                delay.isNegative() ? Duration.ZERO : delay,
                usage);
    }

    /// What is told of it in the end.
    ///
    /// @param cause by the evidence, as `exitCode` is
    public Incident asIncident(
            Cause cause,
            String detail,
            Optional<Integer> exitCode,
            boolean outOfMemory,
            String logTail) {
        return new Incident(
                id,
                Optional.of(app),
                Optional.of(instance),
                cause,
                detail,
                exitCode,
                outOfMemory,
                action,
                detectedAt,
                detectDelay,
                Optional.empty(),
                logTail,
                usage);
    }
}
