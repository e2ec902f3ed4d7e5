package dev.slipway.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Something broke and was put right, or is being put right. `detectDelay` is the time from the
/// fault, as Docker dates it, to our seeing it; `restoredAt` is absent until the instance serves
/// again; `logTail` is what the instance said last. An incident of the proxy has no `app`; one that
/// broke no instance has no `instance`.
public record Incident(
        String id,
        Optional<AppName> app,
        Optional<InstanceId> instance,
        Cause cause,
        String detail,
        Optional<Integer> exitCode,
        boolean outOfMemory,
        String action,
        Instant detectedAt,
        Duration detectDelay,
        Optional<Instant> restoredAt,
        String logTail) {
    /// What broke.
    public enum Cause {
        CRASHED("crashed"),
        OUT_OF_MEMORY("out of memory"),
        STOPPED("stopped behind our back"),
        PAUSED("paused behind our back"),
        MISSING("missing"),
        ROUTE_DRIFTED("route drifted"),
        BLOCKS_REFUSED("server blocks refused"),
        PROXY_DOWN("proxy down"),
        PROXY_MISSING("proxy missing"),
        PROXY_SILENT("proxy silent"),
        PROXY_DRIFTED("proxy configuration drifted");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /// One that was just found and broke no instance.
    ///
    /// @param app empty when it is the proxy's
    public static Incident found(
            Optional<AppName> app, Cause cause, String detail, String action, Instant now) {
        return new Incident(
                UUID.randomUUID().toString(),
                app,
                Optional.empty(),
                cause,
                detail,
                Optional.empty(),
                false,
                action,
                now,
                Duration.ZERO,
                Optional.empty(),
                "");
    }

    /// Who it happened to, for people.
    public String subject() {
        return app.map(AppName::value).orElse("the proxy");
    }

    public Optional<Duration> timeToRestore() {
        return restoredAt.map(at -> Duration.between(detectedAt, at));
    }
}
