package dev.slipway.git;

import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.Revision;
import java.io.PrintWriter;
import java.util.Optional;

/// What happens when somebody runs `git push` against the engine. The implementation is outside
/// this package.
public interface PushReceiver {
    /// Asked before anything is received.
    ///
    /// @return why this app takes no pushes, or empty when it does
    Optional<String> refusal(AppName app);

    /// Called once the commit is in the mirror and before the branch moves; blocks until the
    /// deployment has ended.
    ///
    /// @param progress what is written here appears as `remote:` lines in the pusher's terminal at
    ///   once
    /// @return empty when it is deployed and the branch may move, else the one line that the push
    ///   is refused with
    Optional<String> pushed(AppName app, BranchName branch, Revision commit, PrintWriter progress);
}
