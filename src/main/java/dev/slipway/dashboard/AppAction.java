package dev.slipway.dashboard;

import dev.slipway.app.App;
import dev.slipway.app.AppState;
import dev.slipway.app.Fault;
import dev.slipway.app.Release;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A button of an app. `name` is the last part of the API's path; `question` is asked first, unless
/// it is empty.
public record AppAction(String name, String label, String question) {
    /// @param before the one that a roll back leads to
    static List<AppAction> of(
            App app, AppState state, Optional<Release> live, Optional<Release> before) {
        return app.isWanted()
                ? ofWanted(app, state, live, before)
                : List.of(new AppAction("start", "Start", ""));
    }

    private static List<AppAction> ofWanted(
            App app, AppState state, Optional<Release> live, Optional<Release> before) {
        var canStop = live.isPresent() || state == AppState.DEPLOYING;
        return Stream.of(
                        live.map(_ -> new AppAction("restart", "Restart", "")),
                        before.map(release -> rollback(app, release)),
                        live.map(_ -> drill(app)),
                        Optional.of(stop(app)).filter(_ -> canStop))
                .flatMap(Optional::stream)
                .toList();
    }

    private static AppAction rollback(App app, Release to) {
        return new AppAction(
                "rollback",
                "Roll back",
                "Roll %s back to release %d?".formatted(app.name(), to.number()));
    }

    private static AppAction drill(App app) {
        return new AppAction(
                "drill",
                "Drill",
                "Drill %s? It is broken in %d ways, one after the other, and visitors may have to wait."
                        .formatted(app.name(), Fault.ALL.size()));
    }

    private static AppAction stop(App app) {
        return new AppAction(
                "stop", "Stop", "Stop %s? It answers nobody until started.".formatted(app.name()));
    }
}
