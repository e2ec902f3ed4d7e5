package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Drill;
import java.util.List;
import java.util.Optional;

/// The drills of the apps, the newest of each. Every call throws [StoreTrouble] when the database
/// cannot be used.
public interface Drills {
    /// So many of each app.
    int KEPT = 50;

    /// Keeps a drill that begins.
    ///
    /// @return false when another one of its app is running: nothing is done then
    boolean begin(Drill drill);

    /// Keeps what came of its next fault. Nothing happens when the drill is gone.
    void add(String id, Drill.Result result);

    /// Nothing happens when it is over already, or gone.
    void end(String id, Drill.Over end);

    /// Ends all that are running.
    void endAll(Drill.Over end);

    Optional<Drill> find(String id);

    /// Newest first.
    List<Drill> latest(AppName app, int limit);
}
