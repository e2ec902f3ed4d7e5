package dev.slipway.store;

import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import java.util.List;
import java.util.Optional;

/// The apps as their owners want them. Every call throws [StoreTrouble] when the database cannot be
/// used.
public interface Apps {
    /// @return false when there is an app of that name already
    /// @throws Complaint when one of its hosts belongs to another app
    boolean add(App app);

    Optional<App> find(AppName name);

    /// By name.
    List<App> all();

    /// @throws Complaint when one of the hosts belongs to another app
    void configure(AppName name, AppConfig config);

    void intend(AppName name, App.Intent intent);

    /// Forgets the app with its certificate, releases, deployments, instances and incidents.
    void remove(AppName name);
}
