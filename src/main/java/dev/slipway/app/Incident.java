package dev.slipway.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Something broke and was put right, or is being put right. `detectDelay` is the time from the
/// fault, as Docker dates it, to our seeing it; `restoredAt` is absent until the instance serves
/// again; `logTail` is what the instance said last.
public record Incident(
        String id,
        AppName app,
        InstanceId instance,
        Cause cause,
        String detail,
        Optional<Integer> exitCode,
        boolean outOfMemory,
        String action,
        Instant detectedAt,
        Duration detectDelay,
        Optional<Instant> restoredAt,
        String logTail) {
    /// Why an instance had to be brought back.
    public enum Cause {
        CRASHED("crashed"),
        OUT_OF_MEMORY("out of memory"),
        STOPPED("stopped behind our back"),
        PAUSED("paused behind our back"),
        MISSING("missing");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Optional<Duration> timeToRestore() {
        return restoredAt.map(at -> Duration.between(detectedAt, at));
    }
}
