package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Revision;
import dev.slipway.app.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every deployment that was ever accepted. Every call throws [StoreTrouble] when the database
/// cannot be used.
public interface Deployments {
    /// On disk when this returns.
    void add(Deployment deployment);

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

    void foundCommit(DeploymentId id, Revision commit);

    void madeRelease(DeploymentId id, int release);

    /// @return false when it was finished already: the first end counts
    boolean finish(DeploymentId id, DeploymentStatus.Final status, Instant now);
}
