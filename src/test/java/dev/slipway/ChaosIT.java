package dev.slipway;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.lab.ChaosApp;
import dev.slipway.lab.EdgeSocket;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Shell;
import dev.slipway.lab.Visitors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Everything that can break is broken, at random, over several apps that are visited meanwhile:
/// `./mvnw verify -DskipUnitTests -Dit.test=ChaosIT`, with `-Dchaos.seed=…` for the same order
/// again, and `-Psoak` for 300 faults or as many as `-Dchaos.faults=…` says. What was found is
/// written to `target/chaos.txt`.
@Tag("kill")
class ChaosIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration HANG = Duration.ofSeconds(90);
    private static final String FOREIGN = "chaos-foreign";

    /// One that crashes every few seconds, as here, is told so.
    private static final String CRASHED = "crashed|crash loop";

    private static final Path REPORT = Path.of("target/chaos.txt");

    /// What breaks it, given a container that serves.
    interface Blow {
        void hit(ChaosApp app, String container) throws IOException;
    }

    /// @param cause as the incident is to have it, a regular expression
    /// @param ofApp whether it is an incident of the app, not of the proxy or a route
    record Fault(String name, String cause, boolean ofApp, Blow blow) {}

    private final List<Fault> faults =
            List.of(
                    ofApp("SIGKILL", CRASHED, (_, c) -> ChaosApp.signal(c, "KILL")),
                    ofApp("SIGSEGV", CRASHED, (_, c) -> ChaosApp.signal(c, "SEGV")),
                    ofApp("SIGTERM", CRASHED, (_, c) -> ChaosApp.signal(c, "TERM")),
                    ofApp("exit 0", CRASHED, (_, c) -> ChaosApp.makeFile(c, "/exit", "0")),
                    ofApp("exit 1", CRASHED, (_, c) -> ChaosApp.makeFile(c, "/exit", "1")),
                    ofApp("memory", "out of memory", (_, c) -> ChaosApp.makeFile(c, "/eat", "")),
                    ofApp("hang", "hung", (_, c) -> ChaosApp.freezeServer(c)),
                    ofApp("unhealthy", "unhealthy", (_, c) -> ChaosApp.makeUnwell(c)),
                    ofApp("stop", "stopped.*", (_, c) -> docker("stop", "-t", "0", c)),
                    ofApp("docker kill", "stopped.*", (_, c) -> docker("kill", c)),
                    ofApp("pause", "paused.*", (_, c) -> docker("pause", c)),
                    // Docker ends it first, and tells that first
                    ofApp("remove", "missing|stopped.*", (_, c) -> docker("rm", "-f", c)),
                    ofApp("disconnect", "network drifted", this::disconnect),
                    ofApp("move", "network drifted", this::move),
                    ofApp("image", "image missing", this::removeImage),
                    new Fault("route", "route drifted", false, this::breakRoute),
                    new Fault("proxy kill", "proxy down", false, (_, _) -> killProxy()),
                    new Fault(
                            "proxy removed",
                            "proxy missing",
                            false,
                            (_, _) -> docker("rm", "-f", proxy())),
                    new Fault(
                            "proxy stopped",
                            "proxy down",
                            false,
                            (_, _) -> docker("stop", "-t", "1", proxy())),
                    new Fault("proxy files", "proxy configuration drifted", false, this::spoil));

    @TempDir Path temp;
    private GitServer git;
    private EngineProcess process;
    private Engine engine;
    private List<ChaosApp> apps = List.of();
    private final Map<String, List<JsonNode>> healed = new LinkedHashMap<>();
    private final Map<String, Integer> failed = new TreeMap<>();

    @BeforeEach
    void serve_three_apps() {
        git = GitServer.in(temp.resolve("git"));
        process =
                EngineProcess.start(
                        Map.of(
                                "slipway.health.interval", "1s",
                                "slipway.health.timeout", "1s",
                                "slipway.health.image-interval", "1s"));
        engine = process.engine();
        apps =
                List.of(
                        app("single", ""),
                        app("double", ",\"replicas\":2"),
                        app("spared", ",\"spare\":1"));
        Shell.succeeds("docker", "rm", "-f", FOREIGN);
        Shell.run(
                "docker",
                "run",
                "-d",
                "--name",
                FOREIGN,
                "--restart",
                "no",
                "--entrypoint",
                "/busybox",
                imageOf(apps.getFirst()),
                "sleep",
                "3600");
    }

    @AfterEach
    void stop_all() {
        Shell.succeeds("docker", "rm", "-f", FOREIGN);
        process.close();
        git.close();
    }

    @Test
    void each_fault_once_in_random_order_is_healed_once_and_nothing_else_is_restarted()
            throws IOException {
        breakAndHeal(shuffled());
    }

    @Test
    @Tag("soak")
    void faults_of_all_kinds_300_times_are_healed_once_and_nothing_else_is_restarted()
            throws IOException {
        var all = new ArrayList<Fault>();
        while (all.size() < Integer.getInteger("chaos.faults", 300)) {
            all.addAll(shuffled());
        }
        breakAndHeal(all);
    }

    @Test
    void a_host_that_was_rebooted_serves_all_again_once_the_engine_is_there() {
        process.kill();
        var ours = process.ground().held("container", "{{.ID}}");
        ours.forEach(container -> docker("kill", container));
        docker("rm", "-f", ours.iterator().next());

        process.startAgain();

        apps.forEach(this::awaitWhole);
        apps.forEach(app -> awaitServed(app.name(), app));
    }

    @Test
    void
            an_app_whose_containers_and_image_are_gone_is_built_again_and_its_incidents_end_with_that() {
        var app = apps.get(1);
        var image = imageOf(app);
        var containers = app.containers("ready");
        process.kill();
        containers.forEach(container -> docker("rm", "-f", container));
        docker("rmi", "-f", image);

        process.startAgain();

        awaitWhole(app);
        assertThat(engine.visit(app.name()).statusCode()).isEqualTo(200);
        var deployment = engine.get("/api/deployments?app=" + app.name()).get(0);
        assertThat(deployment.path("trigger").asText()).isEqualTo("heal");
        await().atMost(PATIENCE)
                .until(() -> app.incidents().valueStream().allMatch(i -> i.has("restoredAt")));
        assertThat(app.incidents().valueStream().map(i -> i.path("cause").asText()))
                .contains("image missing", "missing");
    }

    @Test
    void an_engine_that_was_killed_in_mid_heal_heals_when_it_is_back() {
        var app = apps.getFirst();
        process.killAt("incident app=single");
        docker("rm", "-f", app.anyContainer());
        process.awaitEnd();

        process.startAgain();

        apps.forEach(this::awaitWhole);
        assertThat(engine.visit("single").statusCode()).isEqualTo(200);
    }

    /// Its last moment is made by hand: the instance is down, and what was lost is not told.
    @Test
    void a_loss_that_an_engine_did_not_live_to_tell_is_told_by_the_next() throws SQLException {
        var app = apps.getFirst();
        var container = app.anyContainer();
        process.kill();
        docker("kill", "--signal=SEGV", container);
        try (var store =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + process.ground().state().resolve("slipway.db"));
                var sql = store.createStatement()) {
            sql.execute("update instances set state = 'DOWN' where app = 'single'");
            sql.execute(
                    """
                    insert into losses
                    select 'lost', app, id, 'CRASHED', 'answers well', 139, 'brought back', since, 12, ''
                    from instances where app = 'single'\
                    """);
        }

        process.startAgain();

        await().atMost(PATIENCE)
                .ignoreExceptions() // it does not listen yet
                .until(() -> app.incidents().valueStream().anyMatch(i -> i.has("restoredAt")));
        awaitServed("what was lost before", app);
        assertThat(app.incidents()).hasSize(1);
        var told = app.incidents().get(0);
        assertThat(told.path("id").asText()).isEqualTo("lost");
        assertThat(told.path("detail").asText()).contains("signal 11");
        assertThat(told.path("logTail").asText()).contains("serving on");
    }

    @Test
    void one_that_is_paused_while_it_is_brought_back_is_not_waited_for_in_vain() {
        var app = apps.getFirst();
        var container = app.anyContainer();
        ChaosApp.makeFile(container, "/slow", "");
        ChaosApp.signal(container, "KILL");
        await().atMost(PATIENCE).until(() -> !app.containers("down").isEmpty());
        await().atMost(PATIENCE).until(() -> ChaosApp.isRunning(container));
        docker("pause", container);

        await("not only after the time that an app may take to start, which is 60 s")
                .atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> engine.visit(app.name()).statusCode() == 200);
    }

    @Test
    void what_was_stopped_by_its_owner_stays_stopped() {
        var app = apps.getFirst();
        app.app().act("stop");
        await().atMost(PATIENCE).until(() -> app.app().state().path("instances").isEmpty());

        docker("start", FOREIGN);
        Shell.run("docker", "kill", apps.get(1).anyContainer());
        awaitWhole(apps.get(1));

        assertThat(app.app().state().path("state").asText()).isEqualTo("stopped");
        assertThat(app.app().state().path("instances")).isEmpty();
        assertThat(app.incidents()).isEmpty();
    }

    private void breakAndHeal(List<Fault> all) throws IOException {
        var foreign = startOf(FOREIGN);
        try (var visitors = new Visitors(engine, apps.stream().map(ChaosApp::name).toList())) {
            for (int i = 0; i < all.size(); i++) {
                var app = apps.get(i % apps.size());
                breakAndHeal(all.get(i), app, visitors);
            }
            report(visitors);
        }
        assertThat(startOf(FOREIGN)).as("what is not ours").isEqualTo(foreign);
    }

    private void breakAndHeal(Fault fault, ChaosApp app, Visitors visitors) throws IOException {
        var known = incidents().stream().map(ChaosIT::id).collect(toSet());
        var failedBefore = visitors.failures();
        var victim = app.anyContainer();
        var others = starts(victim);

        fault.blow().hit(app, victim);

        var what = "%s of %s".formatted(fault.name(), app.name());
        await(what).atMost(HANG).until(() -> !fresh(known).isEmpty());
        await(what).atMost(PATIENCE).until(() -> fresh(known).getFirst().has("restoredAt"));
        apps.forEach(this::awaitWhole);
        apps.forEach(a -> awaitServed(what, a));

        var fresh = fresh(known);
        assertThat(fresh).as(what).hasSize(1);
        var incident = fresh.getFirst();
        assertThat(incident.path("cause").asText()).as(what).matches(fault.cause());
        if (fault.ofApp()) {
            assertThat(incident.path("app").asText()).as(what).isEqualTo(app.name());
        }
        assertThat(starts(victim)).as("others, after " + what).containsAllEntriesOf(others);
        healed.computeIfAbsent(fault.name(), _ -> new ArrayList<>()).add(incident);
        visitors.failures()
                .forEach((name, count) ->
                        failed.merge(
                                fault.name() + " of " + app.name() + ", visits of " + name,
                                count - failedBefore.getOrDefault(name, 0),
                                Integer::sum));
    }

    private void awaitWhole(ChaosApp app) {
        await(app.name() + " is whole")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> app.app().state().path("state").asText().equals("live"));
    }

    private void awaitServed(String what, ChaosApp app) {
        await(what)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> engine.visit(app.name()).statusCode() == 200);
    }

    private List<JsonNode> incidents() {
        return engine.get("/api/incidents").valueStream().toList();
    }

    private List<JsonNode> fresh(Set<String> known) {
        return incidents().stream().filter(i -> !known.contains(id(i))).toList();
    }

    private static String id(JsonNode incident) {
        return incident.path("id").asText();
    }

    /// When the containers of all apps were started, but for the victim.
    private Map<String, String> starts(String victim) {
        return apps.stream()
                .flatMap(app -> app.app().state().path("instances").valueStream())
                .map(instance -> instance.path("container").asText())
                .filter(container -> !container.equals(victim))
                .filter(container -> Shell.succeeds("docker", "inspect", container))
                .collect(toMap(c -> c, ChaosIT::startOf));
    }

    private static String startOf(String container) {
        return Shell.run("docker", "inspect", "-f", "{{.State.StartedAt}}", container);
    }

    private void report(Visitors visitors) throws IOException {
        var text = new StringBuilder();
        text.append(
                "%-14s %3s %10s %10s %10s %10s%n"
                        .formatted(
                                "fault",
                                "n",
                                "detect p50",
                                "detect p99",
                                "restore p50",
                                "restore p99"));
        healed.forEach((name, all) ->
                text.append(
                        "%-14s %3d %10d %10d %11d %11d%n"
                                .formatted(
                                        name,
                                        all.size(),
                                        percentile(all, "detectMs", 50),
                                        percentile(all, "detectMs", 99),
                                        percentile(all, "restoreMs", 50),
                                        percentile(all, "restoreMs", 99))));
        text.append("%d visits, failed:%n".formatted(visitors.visits()));
        failed.forEach((name, count) -> {
            if (count > 0) {
                text.append("  %-50s %4d%n".formatted(name, count));
            }
        });
        visitors.reasons()
                .forEach((reason, count) -> text.append("  %4d x %s%n".formatted(count, reason)));
        Files.writeString(REPORT, text);
        System.out.print(text);
    }

    private static long percentile(List<JsonNode> incidents, String field, int percent) {
        var sorted = incidents.stream().map(i -> i.path(field).asLong()).sorted().toList();
        return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    }

    private List<Fault> shuffled() {
        var seed = Long.getLong("chaos.seed", System.nanoTime());
        System.out.println("chaos.seed=" + seed);
        var all = new ArrayList<>(faults);
        Collections.shuffle(all, new Random(seed));
        return all;
    }

    private ChaosApp app(String name, String settings) {
        return ChaosApp.deploy(engine, git, temp.resolve("source"), name, settings);
    }

    private static Fault ofApp(String name, String cause, Blow blow) {
        return new Fault(name, cause, true, blow);
    }

    private static void docker(String... command) {
        var whole = new ArrayList<>(List.of("docker"));
        whole.addAll(List.of(command));
        Shell.run(whole.toArray(String[]::new));
    }

    private String proxy() {
        return process.ground().name() + "-proxy";
    }

    private String network(ChaosApp app) {
        return process.ground().name() + "-" + app.name();
    }

    private void disconnect(ChaosApp app, String container) {
        docker("network", "disconnect", network(app), container);
    }

    /// To the last address that the network has.
    private void move(ChaosApp app, String container) {
        var subnet =
                Shell.run(
                        "docker",
                        "network",
                        "inspect",
                        "-f",
                        "{{(index .IPAM.Config 0).Subnet}}",
                        network(app));
        var dot = subnet.lastIndexOf('.') + 1;
        var first = Integer.parseInt(subnet.substring(dot, subnet.indexOf('/')));
        var last = subnet.substring(0, dot) + (first + 30);
        disconnect(app, container);
        // the healer may be quicker, and has put it back then
        Shell.succeeds("docker", "network", "connect", "--ip", last, network(app), container);
    }

    private void removeImage(ChaosApp app, String container) {
        docker("rmi", "-f", imageOf(app));
    }

    private static String imageOf(ChaosApp app) {
        return Shell.run(
                "docker", "inspect", "-f", "{{.Config.Image}}", app.containers("ready").getFirst());
    }

    private void breakRoute(ChaosApp app, String container) throws IOException {
        new EdgeSocket(process.ground().state().resolve("edge")).stop(app.name());
    }

    private void killProxy() {
        Shell.run("kill", "-9", Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", proxy()));
    }

    private void spoil(ChaosApp app, String container) throws IOException {
        var module = process.ground().state().resolve("edge/live/pages.lua");
        Files.writeString(module, Files.readString(module) + "-- spoilt\n");
    }
}
