package dev.slipway.dashboard;

import dev.slipway.fakes.FakeEdge;
import dev.slipway.lab.ProxyContainer;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;

/// An engine of its own, without a proxy. The healer's audit is off: the instances that tests write
/// into the store run nowhere.
public final class DashboardEngine implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeEdge.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            return Map.of(
                    "slipway.state",
                    Files.createTempDirectory("slipway-dash").toString(),
                    "slipway.name",
                    "dash-" + ProcessHandle.current().pid(),
                    "slipway.http-port",
                    String.valueOf(ProxyContainer.freePort()),
                    "slipway.proxy.image",
                    "",
                    "quarkus.http.test-port",
                    "0",
                    "quarkus.scheduler.enabled",
                    "false");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
