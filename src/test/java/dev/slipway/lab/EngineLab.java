package dev.slipway.lab;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/// What an engine under test stands on: a state folder, ports and a name of its own, and the image
/// that it makes its proxy from. Takes away in the end all that the engine left in Docker.
public final class EngineLab implements QuarkusTestResourceLifecycleManager {
    private static final String TRUSTED = "trusted";

    private final String name = "lab-" + UUID.randomUUID().toString().substring(0, 8);
    private Path state = Path.of("");

    @Override
    public Map<String, String> start() {
        try {
            state = Files.createTempDirectory("slipway-lab");
            return settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the engine under test trusts besides what Java does.
    public static ServerCertificate trusted() {
        return new ServerCertificate(Engine.state(), TRUSTED);
    }

    @Override
    public void stop() {
        removeAll("container", "--all", "rm", "--force", "--volumes");
        removeAll("network", "--no-trunc", "rm");
        removeAll("image", "--all", "rm", "--force");
        Shell.run("rm", "-rf", state.toString());
    }

    private Map<String, String> settings() throws IOException {
        var httpPort = Integer.toString(ProxyContainer.freePort());
        System.setProperty("lab.state", state.toString());
        System.setProperty("lab.name", name);
        var httpsPort = Integer.toString(ProxyContainer.freePort());
        System.setProperty("lab.http-port", httpPort);
        System.setProperty("lab.https-port", httpsPort);
        var acmePort = Integer.toString(ProxyContainer.freePort());
        System.setProperty("lab.acme-port", acmePort);
        var settings = new HashMap<String, String>();
        settings.put("slipway.state", state.toString());
        settings.put("slipway.name", name);
        settings.put("slipway.http-port", httpPort);
        settings.put("slipway.https-port", httpsPort);
        settings.put("slipway.proxy.image", ProxyContainer.IMAGE);
        settings.put("slipway.proxy.nofile", "16384");
        settings.put("slipway.ca-bundle", ServerCertificate.make(state, TRUSTED).pem().toString());
        settings.put("slipway.acme.directory", Pebble.directory(acmePort));
        settings.put("slipway.launch.timeout", "4s");
        settings.put("slipway.retire.drain", "3s");
        settings.put("slipway.retire.grace", "2s");
        settings.put("slipway.git.timeout", "5s");
        settings.put("slipway.edge.reload.quiesce", "20s");
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    private void removeAll(String kind, String listing, String... remove) {
        var ours = "label=slipway.engine=" + name;
        Shell.run("docker", kind, "ls", "--quiet", listing, "--filter", ours)
                .lines()
                .distinct()
                .forEach(id ->
                        Shell.run(
                                Stream.of(List.of("docker", kind), List.of(remove), List.of(id))
                                        .flatMap(List::stream)
                                        .toArray(String[]::new)));
    }
}
