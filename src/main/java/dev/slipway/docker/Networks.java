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

    /// Nothing happens when the app has none.
    void remove(AppName app);
}
