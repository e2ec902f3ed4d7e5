package dev.slipway.lab;

import static org.awaitility.Awaitility.await;

import dev.slipway.lab.load.Backend;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Pushes of newer and newer versions of an app, each told to the engine by a hook. A hook that got
/// no answer is sent again, as Git hosts do.
public final class Pushes {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final AppUnderTest app;
    private final Deque<String> untold = new ArrayDeque<>();
    private final Map<String, String> accepted = new LinkedHashMap<>();
    private int versions;

    public Pushes(AppUnderTest app) {
        this.app = app;
        Backend.source(app.source(), app.name());
    }

    /// Commits and pushes so many versions, of which no hook has told yet.
    public void commit(int more) {
        for (var i = 0; i < more; i++) {
            versions++;
            Backend.named(app.source(), app.name(), newestVersion());
            untold.add(app.source().commit(newestVersion()).value());
        }
        app.source().push(app.url(), "main");
    }

    /// Sends the hooks, one after the other, while the engine answers.
    public void tell() {
        try {
            while (!untold.isEmpty()) {
                var commit = untold.element();
                accepted.put(app.engine().hook(app.plain(commit), commit), commit);
                untold.remove();
            }
        } catch (UncheckedIOException e) {
            // it was killed: it is told when it is back
        }
    }

    /// Sends the hooks until all are answered.
    public void tellAll() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    tell();
                    return untold.isEmpty();
                });
    }

    /// The commit of each deployment that was accepted, in order.
    public Map<String, String> accepted() {
        return accepted;
    }

    public String newestCommit() {
        return app.source().head().value();
    }

    /// What the instances of the newest commit call themselves.
    public String newestVersion() {
        return "v" + versions;
    }
}
