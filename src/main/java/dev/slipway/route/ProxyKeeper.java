package dev.slipway.route;

import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Trouble;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.Proxy;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.pipeline.Journal;
import dev.slipway.pipeline.Pause;
import dev.slipway.store.Incidents;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Sees to it that the proxy runs, reads what we wrote, and listens to us. What was not so becomes
/// an incident.
@Singleton
class ProxyKeeper {
    /// After so many looks at a proxy that runs and says nothing, it is started anew: its clients
    /// lose their connections then.
    private static final int SILENT_LOOKS = 3;

    private static final List<Cause> OVER_WHEN_IT_ANSWERS =
            List.of(Cause.PROXY_DOWN, Cause.PROXY_MISSING, Cause.PROXY_SILENT);

    private static final Duration START = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Proxy proxy;
    private final Reloader reloader;
    private final Reloads reloads;
    private final Edge edge;
    private final EdgeFiles files;
    private final Incidents incidents;
    private final Journal journal;
    private final Clock clock;
    private final Proxy.Spec spec;
    private volatile Optional<Instant> lastStart = Optional.empty();
    private volatile boolean started;
    private int silentLooks;

    ProxyKeeper(
            Proxy proxy,
            Reloader reloader,
            Reloads reloads,
            Edge edge,
            EdgeFiles files,
            Incidents incidents,
            Journal journal,
            Clock clock,
            EngineConfig config) {
        this.proxy = proxy;
        this.reloader = reloader;
        this.reloads = reloads;
        this.edge = edge;
        this.files = files;
        this.incidents = incidents;
        this.journal = journal;
        this.clock = clock;
        this.spec =
                new Proxy.Spec(
                        config.proxy().image(),
                        files.configuration(),
                        files.directory(),
                        config.proxy().nofile());
    }

    /// The first look: that there is no proxy yet is no incident. An engine before this one may
    /// have written files again and not lived to see them read.
    void start() {
        try {
            if (!incidents.open(Cause.PROXY_DRIFTED, Optional.empty()).isEmpty()) {
                reloader.distrust();
            }
            proxy.ensure(spec);
            lastStart = proxy.startedAt();
        } catch (Trouble e) {
            Log.warnf("the proxy is looked after by the audit: %s", e.getMessage());
        } finally {
            started = true;
        }
    }

    /// Does nothing before the first look is over.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when the proxy is away and cannot be brought back
    void audit() {
        if (!started) {
            return;
        }
        bringBack();
        if (reloader.mend()) {
            broken(Cause.PROXY_DRIFTED, "its files were changed by somebody else", "rewritten");
            reloads.request();
        }
        listen();
        reloads.retry();
    }

    private void bringBack() {
        var step = proxy.ensure(spec);
        switch (step) {
            case LEFT -> noticeRestart();
            case STARTED -> broken(Cause.PROXY_DOWN, "its container had been stopped", "started");
            case UNPAUSED -> broken(Cause.PROXY_DOWN, "its container had been paused", "unpaused");
            case MADE -> broken(Cause.PROXY_MISSING, "its container had been removed", "made anew");
            case REPLACED -> Log.warn("the proxy had other settings and is replaced");
        }
        if (step != Proxy.Step.LEFT) {
            lastStart = proxy.startedAt();
        }
    }

    /// One that is down at the moment is seen by the next look.
    private void noticeRestart() {
        var started = proxy.startedAt();
        if (lastStart.isPresent() && started.isPresent() && !started.equals(lastStart)) {
            broken(
                    Cause.PROXY_DOWN,
                    "Docker started it again at " + started.get(),
                    "started by Docker");
        }
        started.ifPresent(at -> lastStart = Optional.of(at));
    }

    private void listen() {
        if (isAnswering()) {
            silentLooks = 0;
            OVER_WHEN_IT_ANSWERS.forEach(cause -> journal.well(cause, Optional.empty()));
            return;
        }
        silentLooks++;
        if (silentLooks >= SILENT_LOOKS) {
            // a reload may not have been enough: its directory is another when ours was removed
            broken(Cause.PROXY_SILENT, "it runs and does not answer us", "restarted");
            proxy.restart();
            lastStart = proxy.startedAt();
            reloads.request(); // what was refused for want of its directory is taken now
            silentLooks = 0;
        } else if (!files.hasSocket()) {
            files.renewSocket();
            broken(Cause.PROXY_SILENT, "its admin socket was removed", "reloaded with another");
            reloads.request();
        }
    }

    /// One that was just started takes a moment.
    private boolean isAnswering() {
        var deadline = clock.instant().plus(START);
        boolean answering = edge.isAnswering();
        while (!answering && clock.instant().isBefore(deadline)) {
            Pause.of(BETWEEN_LOOKS);
            answering = edge.isAnswering();
        }
        return answering;
    }

    private void broken(Cause cause, String detail, String action) {
        journal.opened(Incident.found(Optional.empty(), cause, detail, action, clock.instant()));
    }
}
