package dev.slipway.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// What an engine under test stands on: a name, a state folder and ports of its own, and the image
/// that it makes its proxy from.
public record Ground(String name, Path state, int httpPort, int httpsPort, int acmePort) {
    private static final String TRUSTED = "trusted";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Ground make() {
        try {
            return in(Files.createTempDirectory("slipway-lab"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param state an empty folder
    public static Ground in(Path state) {
        try {
            var ground =
                    new Ground(
                            "lab-" + UUID.randomUUID().toString().substring(0, 8),
                            state,
                            ProxyContainer.freePort(),
                            ProxyContainer.freePort(),
                            ProxyContainer.freePort());
            ServerCertificate.make(ground.state, TRUSTED);
            return ground;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of the engine that Quarkus runs for its tests.
    static Ground announced() {
        return new Ground(
                property("lab.name"),
                Path.of(property("lab.state")),
                Integer.parseInt(property("lab.http-port")),
                Integer.parseInt(property("lab.https-port")),
                Integer.parseInt(property("lab.acme-port")));
    }

    /// Tests have another class loader than what starts their engine, so it is told by properties.
    void announce() {
        System.setProperty("lab.name", name);
        System.setProperty("lab.state", state.toString());
        System.setProperty("lab.http-port", Integer.toString(httpPort));
        System.setProperty("lab.https-port", Integer.toString(httpsPort));
        System.setProperty("lab.acme-port", Integer.toString(acmePort));
    }

    Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        settings.put("slipway.state", state.toString());
        settings.put("slipway.name", name);
        settings.put("slipway.http-port", Integer.toString(httpPort));
        settings.put("slipway.https-port", Integer.toString(httpsPort));
        settings.put("slipway.proxy.image", ProxyContainer.IMAGE);
        settings.put("slipway.proxy.nofile", "16384");
        settings.put("slipway.ca-bundle", trusted().pem().toString());
        settings.put("slipway.acme.directory", Pebble.directory(Integer.toString(acmePort)));
        settings.put("slipway.launch.timeout", "4s");
        // the instances of the release before would stand by for a minute
        settings.put("slipway.probation.enabled", "false");
        settings.put("slipway.retire.drain", "3s");
        settings.put("slipway.retire.grace", "2s");
        settings.put("slipway.git.timeout", "5s");
        settings.put("slipway.edge.reload.quiesce", "20s");
        return settings;
    }

    /// What the engine trusts besides what Java does.
    public ServerCertificate trusted() {
        return new ServerCertificate(state, TRUSTED);
    }

    /// There once the engine has started.
    String token() {
        try {
            return Files.readString(state.resolve("admin-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What Docker holds with this engine's label.
    ///
    /// @param kind `container`, `image` or `network`
    /// @param format of `docker <kind> ls`, for example `{{.ID}}`
    public Set<String> held(String kind, String format) {
        var command = command(kind, "ls", "--no-trunc", "--format", format);
        command.addAll(List.of("--filter", "label=slipway.engine=" + name));
        if (!kind.equals("network")) {
            command.add("--all");
        }
        return run(command).lines().collect(Collectors.toSet());
    }

    /// Quarkus ends the engine of an integration test after its resources: until then it would heal
    /// what is taken away.
    void endEngine() {
        var setting = "-Dslipway.name=" + name;
        ProcessHandle.current()
                .children()
                .filter(child -> hasArgument(child, setting))
                .forEach(engine -> {
                    engine.destroy();
                    engine.onExit().join();
                });
    }

    private static boolean hasArgument(ProcessHandle process, String wanted) {
        return process.info().arguments().map(all -> List.of(all).contains(wanted)).orElse(false);
    }

    /// Takes away all that the engine left, in Docker and on disk.
    void clear() {
        remove("container", "--force", "--volumes");
        remove("network");
        remove("image", "--force");
        Shell.run("rm", "-rf", state.toString());
    }

    /// Docker refuses to remove what it is removing already: then it is asked again.
    private void remove(String kind, String... how) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .untilAsserted(() -> {
                    var ids = held(kind, "{{.ID}}");
                    if (!ids.isEmpty()) {
                        var command = command(kind, "rm");
                        command.addAll(List.of(how));
                        command.addAll(ids);
                        run(command);
                    }
                });
    }

    private static List<String> command(String... words) {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        return command;
    }

    private static String run(List<String> command) {
        return Shell.run(command.toArray(String[]::new));
    }

    private static String property(String key) {
        var value = System.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("no " + key + ": is the test run with EngineLab?");
        }
        return value;
    }
}
