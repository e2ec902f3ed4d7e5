package dev.slipway.git;

import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import java.util.Optional;

/// One bare mirror per app under the state directory: pushed into, or fetched from the app's
/// repository.
public interface GitMirrors {
    /// Makes sure that the mirror holds the wanted commit, and fetches only what is new; nothing is
    /// fetched when the commit is there already.
    ///
    /// @param commit the exact commit, or empty for the tip of the branch as the repository has it
    ///   now
    /// @return the commit, now in the mirror
    /// @throws GitTrouble with a message for the app's owner: repository or branch or commit not
    ///   found, login refused, no answer in time, `file:` not allowed
    Revision fetch(AppName app, RepositoryUrl from, BranchName branch, Optional<Revision> commit);

    /// The tip of a branch that was pushed to the engine itself, or empty when there is none.
    Optional<Revision> tip(AppName app, BranchName branch);

    /// @throws GitTrouble when the mirror does not hold the commit
    SourceTree open(AppName app, Revision commit);

    /// Removes the app's mirror; nothing happens when it has none.
    void forget(AppName app);
}
