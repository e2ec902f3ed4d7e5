package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Delivery;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Release;
import dev.slipway.app.Revision;
import dev.slipway.app.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every deployment that was ever accepted. Every call throws [StoreTrouble] when the database
/// cannot be used.
public interface Deployments {
    /// What became of a wish for a deployment.
    sealed interface Acceptance {
        /// @param overtaken what ended by it
        record Accepted(Deployment deployment, List<Deployment> overtaken) implements Acceptance {}

        /// The same delivery led to this one before, and it did not fail.
        record Duplicate(DeploymentId of) implements Acceptance {}
    }

    /// In one transaction: the deployment, the delivery that asks for it, and the end of what it
    /// overtakes. On disk when this returns.
    Acceptance accept(Deployment deployment, Optional<Delivery> because);

    Optional<Deployment> find(DeploymentId id);

    /// Newest first, of one app or of all.
    List<Deployment> latest(Optional<AppName> app, int limit);

    /// Oldest first.
    List<Deployment> unfinished();

    /// Ends the stage before and begins this one. A finished deployment keeps its status: only
    /// retirement still comes then.
    void enter(DeploymentId id, Stage stage, Instant now);

    /// Ends the stage that runs.
    void leave(DeploymentId id, Instant now);

    /// Keeps which release it runs, and the commit of that one.
    ///
    /// @return false when it was finished already; nothing is changed then
    boolean runs(DeploymentId id, Release release);

    void foundCommit(DeploymentId id, Revision commit);

    /// @return false when it was finished already: the first end counts
    boolean finish(DeploymentId id, DeploymentStatus.Final status, Instant now);
}
