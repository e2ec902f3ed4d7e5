package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The containers that we made and have not removed yet. Every call throws [StoreTrouble] when the
/// database cannot be used.
public interface Instances {
    void add(Instance instance);

    Optional<Instance> find(InstanceId id);

    /// By release, then by id.
    List<Instance> of(AppName app);

    List<Instance> all();

    /// Whatever state it is in now.
    void become(InstanceId id, Instance.State state, Instant now);

    /// Changes the state of an instance that is still as it was seen.
    ///
    /// @return false when somebody changed it in the meantime or it is gone: nothing is done then
    boolean become(Instance seen, Instance.State state, Instant now);

    /// Keeps Docker's id of the container that now runs it.
    void inContainer(InstanceId id, String container);

    /// It runs for this deployment from now on, as an instance of this release.
    void joins(InstanceId id, int release, DeploymentId deployment);

    /// It has another address from now on.
    void movesTo(InstanceId id, String ip);

    void listensOn(InstanceId id, int port);

    void countRestart(InstanceId id);

    void remove(InstanceId id);
}
