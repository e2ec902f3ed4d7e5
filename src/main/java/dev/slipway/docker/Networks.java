package dev.slipway.docker;

import dev.slipway.app.AppName;
import java.util.List;
import java.util.Set;

/// One bridge network per app, so that neighbours cannot reach each other. Every call throws
/// [DockerTrouble] when Docker does not answer or refuses.
public interface Networks {
    /// @param addresses what instances may use, in order
    /// @param taken those that a container holds now
    record AppNetwork(String name, List<String> addresses, Set<String> taken) {}

    /// Finds the app's network, or makes it in a free /27 of the pool.
    AppNetwork ensure(AppName app);

    /// The name of the app's network.
    String name(AppName app);

    /// Connects a container to its app's network, at this address, after taking it out if it is
    /// there at another one.
    ///
    /// @param container that exists
    void attach(AppName app, String container, String ip);

    /// Takes a container out of its app's network. Nothing happens when it is not in it.
    void detach(AppName app, String container);

    /// Nothing happens when the app has none.
    void remove(AppName app);
}
