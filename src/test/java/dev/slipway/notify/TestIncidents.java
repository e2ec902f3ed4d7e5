package dev.slipway.notify;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Incidents as values.
final class TestIncidents {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private TestIncidents() {}

    static Incident open(String id, String app, Cause cause) {
        return new Incident(
                id,
                Optional.of(new AppName(app)),
                Optional.of(InstanceId.of(new DeploymentId("000000000000001"), 1)),
                cause,
                "killed by signal 9 (SIGKILL)",
                Optional.of(137),
                false,
                "restart",
                NOON,
                Duration.ofMillis(8),
                Optional.empty(),
                "",
                List.of());
    }

    static Incident closed(Incident open, Duration after) {
        return new Incident(
                open.id(),
                open.app(),
                open.instance(),
                open.cause(),
                open.detail(),
                open.exitCode(),
                open.outOfMemory(),
                open.action(),
                open.detectedAt(),
                open.detectDelay(),
                Optional.of(open.detectedAt().plus(after)),
                open.logTail(),
                open.usage());
    }
}
