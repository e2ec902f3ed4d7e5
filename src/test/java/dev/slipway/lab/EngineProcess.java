package dev.slipway.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The engine as it was packaged last, native or not, in a process of its own: it can be killed,
/// also by a line of its log, and started again on what it left.
public final class EngineProcess implements AutoCloseable {
    private static final Path TARGET = Path.of("target");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> QUICK_TO_START =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED");

    /// Below what clients get theirs from (`ip_local_port_range`), so that it is still free when
    /// the engine comes back.
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 32_000;

    private final Ground ground;
    private final Map<String, String> others;
    private final int port = freePort();
    private final Engine engine;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private volatile Predicate<String> fatal = _ -> false;
    private volatile long startedAt;
    private volatile Process process;
    private volatile Thread reader;

    private EngineProcess(Ground ground, Map<String, String> others) {
        this.ground = ground;
        this.others = others;
        engine = new Engine(ground, () -> port);
        process = launch();
        reader = follow(process);
    }

    public static EngineProcess start() {
        return start(Map.of());
    }

    public static EngineProcess start(Map<String, String> others) {
        return start(Ground.make(), others);
    }

    /// @param others settings that differ from those of all tests, keyed as in
    ///   `application.properties`
    public static EngineProcess start(Ground ground, Map<String, String> others) {
        var started = begin(ground, others);
        await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(started.engine::isReady);
        return started;
    }

    /// The same, without waiting until it is ready.
    public static EngineProcess begin(Ground ground, Map<String, String> others) {
        return new EngineProcess(ground, others);
    }

    /// After it was killed. Returns at once.
    public void startAgain() {
        process = launch();
        reader = follow(process);
    }

    public Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /// SIGKILL. Returns when it has ended.
    public void kill() {
        kill(process);
        awaitEnd();
    }

    /// SIGKILL by the next line of the log in which this expression is found.
    public void killAt(String line) {
        fatal = Pattern.compile(line).asPredicate();
    }

    /// After it was killed: as if that had been before it could keep the end of any incident.
    public void forgetEndsOfIncidents() {
        var database = "jdbc:sqlite:" + ground.state().resolve("slipway.db");
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("update incidents set restored_at = null");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("The engine still runs. It said last:\n" + tail());
            }
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Engine engine() {
        return engine;
    }

    public Ground ground() {
        return ground;
    }

    /// What all its processes have said. Also kept in the file [#logFile()].
    public List<String> log() {
        return List.copyOf(log);
    }

    public Path logFile() {
        return TARGET.resolve(ground.name() + ".log");
    }

    @Override
    public void close() {
        kill();
        ground.clear();
    }

    private Process launch() {
        startedAt = System.nanoTime();
        try {
            return new ProcessBuilder(command()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() throws IOException {
        var artifact = new Properties();
        try (var file = Files.newBufferedReader(TARGET.resolve("quarkus-artifact.properties"))) {
            artifact.load(file);
        }
        var program = TARGET.resolve(artifact.getProperty("path")).toString();
        var command = new ArrayList<String>();
        if (artifact.getProperty("type").equals("native")) {
            command.add(program);
            command.addAll(settings());
        } else {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(QUICK_TO_START);
            command.addAll(settings());
            command.addAll(List.of("-jar", program));
        }
        return command;
    }

    private List<String> settings() {
        var settings = ground.settings();
        settings.put("slipway.port", Integer.toString(port));
        settings.putAll(others);
        return settings.entrySet().stream()
                .map(setting -> "-D%s=%s".formatted(setting.getKey(), setting.getValue()))
                .toList();
    }

    /// [Process#destroyForcibly()] would also close the log before its end is read.
    private static void kill(Process running) {
        running.toHandle().destroyForcibly();
    }

    private Thread follow(Process running) {
        return Thread.ofPlatform().daemon().name("engine-log").start(() -> read(running));
    }

    private void read(Process running) {
        try (var lines = running.inputReader();
                var file =
                        Files.newBufferedWriter(
                                logFile(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (fatal.test(line)) {
                    kill(running);
                    fatal = _ -> false;
                }
                log.add(line);
                file.write(line + "\n");
                file.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        var lines = log();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 50), lines.size()));
    }

    private static int freePort() {
        for (var port = LOWEST_PORT; port < HIGHEST_PORT; port++) {
            var any = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (var _ = new ServerSocket(any, 1, InetAddress.getLoopbackAddress())) {
                return any;
            } catch (IOException e) {
                // taken: another one
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
