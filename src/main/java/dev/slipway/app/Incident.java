package dev.slipway.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Something broke and was put right, or is being put right. `detectDelay` is the time from the
/// fault, as Docker dates it, to our seeing it; `restoredAt` is absent until the instance serves
/// again; `logTail` is what the instance said last, `usage` what it used in the minute before,
/// oldest first. An incident of the proxy has no `app`; one that broke no instance has no
/// `instance`.
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
        String logTail,
        List<Usage> usage) {
    /// What broke.
    public enum Cause {
        CRASHED("crashed"),
        OUT_OF_MEMORY("out of memory"),
        STOPPED("stopped behind our back"),
        PAUSED("paused behind our back"),
        MISSING("missing"),
        /// Accepts connections and says nothing, or accepts none any more.
        HUNG("hung"),
        /// Answers badly on its health path.
        UNHEALTHY("unhealthy"),
        /// Lost again and again, soon after it was brought back.
        CRASH_LOOP("crash loop"),
        /// Not where the proxy looks for it: cut off from its network, or at another address.
        NETWORK_DRIFTED("network drifted"),
        IMAGE_MISSING("image missing"),
        /// Worse than the release before it, while it was on probation.
        BAD_RELEASE("bad release"),
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

        /// Whether the instance did it, and not somebody else to it.
        public boolean isItsOwn() {
            return switch (this) {
                case CRASHED, OUT_OF_MEMORY, HUNG, UNHEALTHY, CRASH_LOOP -> true;
                case STOPPED,
                        PAUSED,
                        MISSING,
                        NETWORK_DRIFTED,
                        IMAGE_MISSING,
                        BAD_RELEASE,
                        ROUTE_DRIFTED,
                        BLOCKS_REFUSED,
                        PROXY_DOWN,
                        PROXY_MISSING,
                        PROXY_SILENT,
                        PROXY_DRIFTED ->
                        false;
            };
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
                "",
                List.of());
    }

    public Incident {
        usage = List.copyOf(usage);
    }

    /// Who it happened to, for people.
    public String subject() {
        return app.map(AppName::value).orElse("the proxy");
    }

    public Optional<Duration> timeToRestore() {
        return restoredAt.map(at -> Duration.between(detectedAt, at));
    }
}
