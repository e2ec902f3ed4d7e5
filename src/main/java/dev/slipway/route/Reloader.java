package dev.slipway.route;

import static java.util.stream.Collectors.toSet;

import dev.slipway.app.AppName;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.Proxy;
import dev.slipway.nginx.Edge;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.nginx.EdgeTrouble;
import dev.slipway.nginx.Generation;
import dev.slipway.nginx.Site;
import dev.slipway.nginx.Verdict;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Brings a generation to the running proxy without cutting a connection: write aside, test, flip,
/// quiesce, HUP, verify, and back again when the proxy does not take it. One at a time.
@Singleton
class Reloader {
    private static final Duration POLL = Duration.ofMillis(10);

    /// Nginx tries for 2.5 s to bind an address that is taken.
    private static final Duration VERIFY = Duration.ofSeconds(5);

    /// Nginx gives its new workers 100 ms before it tells the old ones to go
    /// (`ngx_master_process_cycle` in src/os/unix/ngx_process_cycle.c); until then those would keep
    /// connections that they are about to close.
    private static final Duration OLD_WORKERS_ARE_TOLD = Duration.ofMillis(500);

    private final Sites sites;
    private final Quarantine quarantine;
    private final EdgeFiles files;
    private final Edge edge;
    private final Proxy proxy;
    private final Duration quiesce;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private Optional<Generation> running = Optional.empty();
    private boolean readAgain;

    Reloader(
            Sites sites,
            Quarantine quarantine,
            EdgeFiles files,
            Edge edge,
            Proxy proxy,
            EngineConfig config) {
        this.sites = sites;
        this.quarantine = quarantine;
        this.files = files;
        this.edge = edge;
        this.proxy = proxy;
        this.quiesce = config.edge().reload().quiesce();
    }

    /// Makes the proxy run what the store asks for.
    ///
    /// @throws dev.slipway.docker.DockerTrouble when Docker does not do its part
    Reload reload() {
        oneAtATime.lock();
        try {
            if (proxy.startedAt().isEmpty()) {
                return new Reload.Away();
            }
            var wanted = sites.wanted();
            var draft = quarantine.settle(wanted, this::test);
            if (readAgain || !isRunning(draft.generation())) {
                bring(draft.generation());
            }
            readAgain = false;
            running = Optional.of(draft.generation());
            quarantine.publish(draft.refused());
            return new Reload.Done(guarded(wanted.values(), draft.refused().keySet()));
        } catch (EdgeTrouble e) {
            return new Reload.Refused(e.getMessage());
        } finally {
            oneAtATime.unlock();
        }
    }

    private static Set<AppName> guarded(Collection<Site> wanted, Set<AppName> refused) {
        return wanted.stream()
                .filter(site -> site.edge().restrictsVisitors())
                .map(Site::app)
                .filter(app -> !refused.contains(app))
                .collect(toSet());
    }

    /// Puts the files of the running generation right when they are not what we wrote. The proxy
    /// may have read the others, so the next reload makes it read them again.
    ///
    /// @return whether they were not; false, too, when a reload is under way or none was done yet
    boolean mend() {
        if (!oneAtATime.tryLock()) {
            return false;
        }
        try {
            if (running.isEmpty()) {
                return false;
            }
            var generation = running.get();
            boolean differed = files.write(generation);
            if (!isLive(generation)) {
                files.flip(generation.name());
                differed = true;
            }
            readAgain |= differed;
            return differed;
        } finally {
            oneAtATime.unlock();
        }
    }

    /// The proxy may have read other files than are there: the next reload makes it read them
    /// again.
    void distrust() {
        oneAtATime.lock();
        try {
            readAgain = true;
        } finally {
            oneAtATime.unlock();
        }
    }

    private boolean isLive(Generation generation) {
        return files.live().equals(Optional.of(generation.name()));
    }

    private boolean isRunning(Generation generation) {
        return edge.status().filter(s -> s.generation().equals(generation.name())).isPresent()
                && isLive(generation);
    }

    private Verdict test(Generation candidate) {
        if (isRunning(candidate)) {
            return new Verdict(List.of());
        }
        files.write(candidate);
        var said =
                proxy.execute(
                                List.of(
                                        "nginx",
                                        "-t",
                                        "-c",
                                        files.configurationOf(candidate).toString()))
                        .orElseThrow(() -> new EdgeTrouble("The proxy does not run"));
        return Verdict.of(said.exitCode(), said.output());
    }

    private void bring(Generation generation) {
        var before = files.live();
        Log.infof("proxy reloads generation=%s before=%s", generation.name(), before.orElse("-"));
        files.flip(generation.name());
        awaitNoIdleConnection();
        if (!hasRead(generation.name())) {
            var complaint = lastComplaint();
            before.ifPresent(this::goBackTo);
            throw new EdgeTrouble(
                    "The proxy does not take configuration %s: %s"
                            .formatted(generation.name(), complaint));
        }
        resume();
        files.keepOnly(
                Stream.concat(Stream.of(generation.name()), before.stream()).collect(toSet()));
        Log.infof("proxy runs generation=%s", generation.name());
    }

    private void goBackTo(String name) {
        files.flip(name);
        boolean back = hasRead(name);
        Log.warnf("proxy goes back to generation=%s back=%s", name, back);
        resume();
    }

    /// Until no client has an idle connection that the reload would cut under its next request, or
    /// the time is over after which Nginx has closed them all by itself.
    private void awaitNoIdleConnection() {
        try {
            edge.quiesce();
        } catch (EdgeTrouble e) {
            Log.warnf("reload without quiescing, idle connections may be cut: %s", e.getMessage());
            return;
        }
        var deadline = Deadline.in(quiesce);
        while (!deadline.isOver() && edge.status().map(Edge.Status::waiting).orElse(0) > 0) {
            Pause.of(POLL);
        }
    }

    private boolean hasRead(String name) {
        var loadedBefore = edge.status().map(Edge.Status::loaded);
        if (!proxy.signal("HUP")) {
            return true; // it reads this when it starts
        }
        var deadline = Deadline.in(VERIFY);
        while (!deadline.isOver()) {
            var status = edge.status();
            if (status.filter(s -> s.generation().equals(name)).isPresent()
                    && !status.map(Edge.Status::loaded).equals(loadedBefore)) {
                return true;
            }
            Pause.of(POLL);
        }
        return false;
    }

    private String lastComplaint() {
        return proxy.logTail(200)
                .lines()
                .filter(line -> line.contains("[emerg]"))
                .reduce((_, last) -> last)
                .map(line -> Verdict.readable(line.replaceFirst(".*\\[emerg] ", "")))
                .orElse("it says nothing about why");
    }

    private void resume() {
        Pause.of(OLD_WORKERS_ARE_TOLD);
        try {
            edge.resume();
        } catch (EdgeTrouble e) {
            Log.warnf("client connections are not kept for two minutes: %s", e.getMessage());
        }
    }
}
