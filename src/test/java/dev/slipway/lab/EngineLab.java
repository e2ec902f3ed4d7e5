package dev.slipway.lab;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// Gives the engine that Quarkus runs for its tests a ground of its own, and takes away in the end
/// all that the engine left there.
public final class EngineLab implements QuarkusTestResourceLifecycleManager {
    private final Ground ground = Ground.make();

    @Override
    public Map<String, String> start() {
        ground.announce();
        var settings = ground.settings();
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    /// What the engine under test trusts besides what Java does.
    public static ServerCertificate trusted() {
        return Ground.announced().trusted();
    }

    @Override
    public void stop() {
        ground.endEngine();
        ground.clear();
    }
}
