package dev.slipway.route;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import dev.slipway.nginx.Blueprint;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.nginx.EdgeTrouble;
import dev.slipway.nginx.Generation;
import dev.slipway.nginx.Generation.Part;
import dev.slipway.nginx.Site;
import dev.slipway.nginx.Verdict;
import dev.slipway.pipeline.Journal;
import dev.slipway.store.RefusedBlocks;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps the server blocks that Nginx refuses apart, so that those of all other apps go live. An
/// app whose blocks are refused keeps its last good ones, or has none: [Guards] sees to it that no
/// other server opens a guarded app to everybody.
@Singleton
class Quarantine {
    /// @param refused the apps whose blocks are not in it, with Nginx's complaint
    record Draft(Generation generation, SortedMap<AppName, String> refused) {}

    private final Blueprint blueprint;
    private final EdgeFiles files;
    private final RefusedBlocks store;
    private final Journal journal;
    private final Clock clock;

    Quarantine(
            Blueprint blueprint,
            EdgeFiles files,
            RefusedBlocks store,
            Journal journal,
            Clock clock) {
        this.blueprint = blueprint;
        this.files = files;
        this.store = store;
        this.journal = journal;
        this.clock = clock;
    }

    /// The nearest to what is wanted that passes the test.
    ///
    /// @throws EdgeTrouble when nothing does
    Draft settle(SortedMap<AppName, Site> wanted, Function<Generation, Verdict> test) {
        var parts = new TreeMap<AppName, Part>();
        wanted.forEach((app, site) -> parts.put(app, blueprint.part(site)));
        var refused = new TreeMap<AppName, String>();
        while (true) {
            var candidate = blueprint.generation(parts);
            var verdict = test.apply(candidate);
            if (verdict.isGood()) {
                return new Draft(candidate, refused);
            }
            var culprits = culprits(verdict, parts);
            culprits.forEach((app, complaint) -> {
                parts.computeIfPresent(app, this::insteadOf);
                refused.putIfAbsent(app, complaint);
            });
        }
    }

    /// Tells the owners, once for each complaint.
    void publish(SortedMap<AppName, String> refused) {
        var before = store.all();
        if (before.equals(refused)) {
            return;
        }
        store.replace(refused, clock.instant());
        before.keySet().stream().filter(app -> !refused.containsKey(app)).forEach(this::close);
        refused.forEach((app, complaint) -> {
            if (!complaint.equals(before.get(app))) {
                close(app);
                journal.opened(
                        Incident.found(
                                Optional.of(app),
                                Cause.BLOCKS_REFUSED,
                                complaint,
                                "the last good ones stay",
                                clock.instant()));
            }
        });
    }

    private void close(AppName app) {
        journal.well(Cause.BLOCKS_REFUSED, Optional.of(app));
    }

    /// When a complaint names no file, all that is new is under suspicion.
    private SortedMap<AppName, String> culprits(Verdict verdict, Map<AppName, Part> parts) {
        var named = verdict.culprits(parts.keySet());
        if (named.isEmpty()) {
            parts.forEach((app, part) -> {
                if (!Optional.of(part).equals(files.livePart(app))) {
                    named.put(app, Verdict.readable(verdict.complaints().getFirst()));
                }
            });
        }
        if (named.isEmpty()) {
            throw new EdgeTrouble(
                    "Nginx refuses the configuration: "
                            + Verdict.readable(verdict.complaints().getFirst()));
        }
        return named;
    }

    private @Nullable Part insteadOf(AppName app, Part refused) {
        return files.livePart(app).filter(live -> !live.equals(refused)).orElse(null);
    }
}
