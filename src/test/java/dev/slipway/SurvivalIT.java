package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.app.HostName;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Pushes;
import dev.slipway.lab.Settings;
import dev.slipway.lab.Shell;
import dev.slipway.lab.Strangers;
import dev.slipway.lab.load.Backend;
import dev.slipway.lab.load.Load;
import dev.slipway.lab.load.LoadResult;
import dev.slipway.lab.load.RunningLoad;
import dev.slipway.nginx.EdgeFiles;
import dev.slipway.nginx.NginxEdge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged engine is killed with SIGKILL over and over, while one app is only served and
/// another one is pushed to: `./mvnw verify -DskipUnitTests -Dit.test=SurvivalIT`, with
/// `-Dsurvival.seed=…` for the same random moments again.
@Tag("kill")
class SurvivalIT {
    private static final String STEADY = "steady";
    private static final String BUSY = "busy";
    private static final String HOST = "steady.example";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration ADOPTION = Duration.ofSeconds(30);

    /// Drain and grace of the lab are 5 s together; 30 s later an instance is given up.
    private static final Duration RETIREMENT = Duration.ofSeconds(30);

    private static final int LONGEST_MS = 1500;
    private static final Pattern END =
            Pattern.compile("deployment ends app=\\S+ deployment=(\\S+) status=(\\w+)");

    private record Step(String name, String line) {}

    private static final List<Step> STEPS =
            List.of(
                    new Step("fetch", "stage begins app=busy .*stage=fetch"),
                    new Step("build", "stage begins app=busy .*stage=build"),
                    new Step("launch", "stage begins app=busy .*stage=launch"),
                    new Step("instance starts", "instance starts app=busy"),
                    new Step("route", "stage begins app=busy .*stage=route"),
                    new Step("live", "deployment ends app=busy .*status=Live"),
                    new Step("retire", "stage begins app=busy .*stage=retire"),
                    new Step("instance stops", "instance stops app=busy"),
                    new Step("instance is gone", "instance is gone app=busy"));

    /// @param answers from its start until its API answered
    /// @param recovered until no deployment was unfinished
    private record Recovery(String killedAt, Duration answers, Duration recovered) {
        @Override
        public String toString() {
            return "%-20s %8d %8d".formatted(killedAt, answers.toMillis(), recovered.toMillis());
        }
    }

    /// What outsiders rely on.
    private record Seen(
            String state, int release, String commit, JsonNode desired, Set<String> containers) {}

    @TempDir Path temp;
    private final long seed = Long.getLong("survival.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Recovery> recoveries = new ArrayList<>();
    private EngineProcess process;
    private Engine engine;
    private Strangers strangers;
    private Set<String> strangersBefore;
    private GitServer git;
    private AppUnderTest steady;
    private AppUnderTest busy;
    private Pushes pushes;

    @BeforeEach
    void start_an_engine_with_two_apps() {
        git = GitServer.in(temp.resolve("git"));
        process = EngineProcess.start();
        engine = process.engine();
        strangers = Strangers.of(process.ground());
        strangersBefore = strangers.seen();
        steady = AppUnderTest.create(engine, git, temp.resolve("source"), STEADY);
        Backend.source(steady.source(), STEADY);
        assertLive(steady.deploy());
        busy = AppUnderTest.create(engine, git, temp.resolve("source"), BUSY);
        pushes = new Pushes(busy);
        push(1);
        awaitQuiet();
    }

    @AfterEach
    void stop_it() {
        System.out.printf("seed %d, log of the engine: %s%n", seed, process.logFile());
        process.close();
        strangers.close();
        git.close();
    }

    @Test
    void an_engine_killed_at_every_step_and_10_moments_loses_no_push_and_no_request() {
        survive(10);
    }

    @Test
    @Tag("soak")
    void an_engine_killed_at_every_step_and_100_moments_loses_no_push_and_no_request() {
        survive(100);
    }

    private void survive(int moments) {
        LoadResult result;
        try (var visitors = visitors()) {
            visitors.awaitAnswers(100);
            killWhenAccepted();
            STEPS.forEach(this::killAt);
            for (var i = 0; i < moments; i++) {
                killAfter(random.nextInt(LONGEST_MS + 1));
            }
            awaitQuiet();
            visitors.awaitAnswers(100);
            result = visitors.stop();
        }

        report(result);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertSoftly(softly -> {
                            assertEachPushEndedOnce(softly);
                            assertTheNewestIsServed(softly);
                            assertNothingIsLeftOver(softly);
                            assertNoRequestFailed(softly, result);
                            assertRecoveredInTime(softly);
                            assertStrangersAreLeftAlone(softly);
                        }));
    }

    @Test
    void an_engine_that_lost_its_store_has_its_apps_back_and_deploys_them() throws IOException {
        configureSteady();
        var steadyBefore = seen(steady);
        var busyBefore = seen(busy);
        LoadResult result;
        try (var visitors = visitors()) {
            visitors.awaitAnswers(100);
            process.kill();
            deleteStore();
            process.startAgain();

            await().atMost(ADOPTION)
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        assertThat(seen(steady)).isEqualTo(steadyBefore);
                        assertThat(seen(busy)).isEqualTo(busyBefore);
                    });
            System.out.println("apps are back after " + process.sinceStart());
            assertLive(steady.act("deploy"));
            push(1);
            awaitQuiet();
            visitors.awaitAnswers(100);
            result = visitors.stop();
        }

        assertThat(seen(steady).release()).isEqualTo(steadyBefore.release() + 1);
        assertThat(seen(busy).release()).isEqualTo(busyBefore.release() + 1);
        assertSoftly(softly -> {
            assertTheNewestIsServed(softly);
            assertNothingIsLeftOver(softly);
            assertNoRequestFailed(softly, result);
            assertStrangersAreLeftAlone(softly);
        });
    }

    private void killWhenAccepted() {
        push(2);
        process.kill();
        recover("queue");
    }

    private void killAt(Step step) {
        process.killAt(step.line());
        push(2);
        process.awaitEnd();
        recover(step.name());
        if (step.name().equals("instance stops")) {
            awaitRetirement();
        }
    }

    /// The next engine takes up what drained, and does not wait until it has been given up.
    private void awaitRetirement() {
        await().atMost(RETIREMENT)
                .untilAsserted(() ->
                        assertThat(instances(busy))
                                .allSatisfy(instance -> assertThat(isReady(instance)).isTrue()));
    }

    private void killAfter(int ms) {
        push(1 + random.nextInt(3));
        pause(ms);
        process.kill();
        recover("%d ms".formatted(ms));
    }

    /// Sometimes not at the first attempt, and sometimes with a push that does not wait for it.
    private void recover(String killedAt) {
        var name = killedAt;
        process.startAgain();
        if (random.nextInt(4) == 0) {
            var ms = random.nextInt(LONGEST_MS + 1);
            pause(ms);
            process.kill();
            process.startAgain();
            name = "%s, %d ms".formatted(killedAt, ms);
        }
        if (random.nextBoolean()) {
            pushes.commit(1);
        }
        pushes.tellAll();
        awaitUntil(() -> !engine.get("/api/apps").isEmpty());
        var answers = process.sinceStart();
        awaitUntil(() -> engine.unfinished().isEmpty());
        recoveries.add(new Recovery(name, answers, process.sinceStart()));
    }

    private void push(int versions) {
        pushes.commit(versions);
        pushes.tell();
    }

    private void configureSteady() {
        var answer = engine.patch(STEADY, "{\"env\":{\"GREETING\":\"hi\"}}");
        assertLive(engine.ended(answer.jsonPath().getString("deployment")));
        // makes no release, so no container knows of it
        engine.patch(STEADY, "{\"hosts\":[\"%s\"]}".formatted(HOST)).then().statusCode(200);
        awaitUntil(() -> engine.ask(HOST, "/").statusCode() == 200);
        awaitQuiet();
    }

    private void deleteStore() throws IOException {
        try (var files = Files.newDirectoryStream(process.ground().state(), "slipway.db*")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }

    private RunningLoad visitors() {
        return Load.on(process.ground().httpPort(), List.copyOf(hosts()))
                .keepAlive(1)
                .newConnections(1)
                .browsers(8)
                .start();
    }

    /// Nothing is under way, not even the end of an old instance.
    private void awaitQuiet() {
        awaitUntil(() ->
                engine.unfinished().isEmpty()
                        && instances(steady).allMatch(SurvivalIT::isReady)
                        && instances(busy).allMatch(SurvivalIT::isReady));
    }

    private static boolean isReady(JsonNode instance) {
        return instance.path("state").asText().equals("ready");
    }

    private static Stream<JsonNode> instances(AppUnderTest app) {
        return app.state().path("instances").valueStream();
    }

    private static Seen seen(AppUnderTest app) {
        var state = app.state();
        return new Seen(
                state.path("state").asText(),
                state.path("release").asInt(),
                state.path("commit").asText(),
                state.path("desired"),
                instances(app).map(i -> i.path("container").asText()).collect(Collectors.toSet()));
    }

    private Set<String> hosts() {
        return Stream.of(steady, busy)
                .flatMap(app ->
                        Stream.concat(
                                Stream.of(app.name() + ".localhost"),
                                app.state()
                                        .at("/desired/hosts")
                                        .valueStream()
                                        .map(JsonNode::asText)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void assertEachPushEndedOnce(SoftAssertions softly) {
        var ends = new HashMap<String, List<String>>();
        for (var line : process.log()) {
            var end = END.matcher(line);
            if (end.find()) {
                ends.computeIfAbsent(end.group(1), _ -> new ArrayList<>())
                        .add(end.group(2).toLowerCase(Locale.ROOT));
            }
        }
        pushes.accepted()
                .forEach((id, commit) -> {
                    var deployment = engine.get("/api/deployments/" + id);
                    var status = deployment.path("status").asText();
                    softly.assertThat(status)
                            .as("status of %s, %s", id, deployment.path("failure"))
                            .isIn("live", "superseded", "cancelled");
                    softly.assertThat(deployment.path("commit").asText()).isEqualTo(commit);
                    // none when it was killed before it could say so
                    softly.assertThat(ends.getOrDefault(id, List.of(status)))
                            .as("ends of %s in the log", id)
                            .containsExactly(status);
                });
        softly.assertThat(engine.get("/api/deployments?app=" + BUSY).valueStream())
                .as("one deployment for each push")
                .extracting(deployment -> deployment.path("commit").asText())
                .doesNotHaveDuplicates();
    }

    private void assertTheNewestIsServed(SoftAssertions softly) {
        softly.assertThat(seen(steady).state()).isEqualTo("live");
        softly.assertThat(seen(steady).commit()).isEqualTo(steady.source().head().value());
        softly.assertThat(seen(busy).state()).isEqualTo("live");
        softly.assertThat(seen(busy).commit()).isEqualTo(pushes.newestCommit());
        softly.assertThat(engine.visit(BUSY).headers().firstValue("X-Rel"))
                .contains(pushes.newestVersion());
    }

    private void assertNothingIsLeftOver(SoftAssertions softly) {
        var name = process.ground().name();
        var containers =
                Stream.of(steady, busy)
                        .flatMap(app ->
                                instances(app)
                                        .map(i ->
                                                "%s %s-%s-%s"
                                                        .formatted(
                                                                i.path("container").asText(),
                                                                name,
                                                                app.name(),
                                                                i.path("id").asText())))
                        .collect(Collectors.toCollection(TreeSet::new));
        var proxy = name + "-proxy";
        containers.add(Shell.run("docker", "inspect", "-f", "{{.Id}}", proxy) + " " + proxy);
        softly.assertThat(process.ground().held("container", "{{.ID}} {{.Names}}"))
                .as("containers")
                .containsExactlyInAnyOrderElementsOf(containers);
        var images =
                Stream.of(steady, busy)
                        .map(app -> engine.get("/api/apps/%s/releases".formatted(app.name())))
                        .flatMap(JsonNode::valueStream)
                        .map(release -> release.path("image").asText())
                        .collect(Collectors.toCollection(TreeSet::new));
        softly.assertThat(process.ground().held("image", "{{.Repository}}:{{.Tag}}"))
                .as("images that no release names")
                .isSubsetOf(images);
        softly.assertThat(process.ground().held("network", "{{.Name}}"))
                .as("networks")
                .containsExactlyInAnyOrder(name + "-" + STEADY, name + "-" + BUSY);
        softly.assertThat(routes()).as("routes").isEqualTo(hosts());
    }

    private Set<String> routes() {
        var files = new EdgeFiles(Settings.in(process.ground().state(), Map.of()));
        files.prepare();
        return new NginxEdge(files)
                .routes().keySet().stream()
                        .map(HostName::value)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertNoRequestFailed(SoftAssertions softly, LoadResult result) {
        softly.assertThat(result.failed()).as("%s", result).isZero();
    }

    private void assertRecoveredInTime(SoftAssertions softly) {
        softly.assertThat(recoveries)
                .allSatisfy(recovery -> assertThat(recovery.recovered()).isLessThan(RECOVERY));
    }

    private void assertStrangersAreLeftAlone(SoftAssertions softly) {
        softly.assertThat(strangers.seen()).as("strangers").isEqualTo(strangersBefore);
    }

    private void report(LoadResult result) {
        System.out.printf("%-20s %8s %8s%n", "killed at", "answers", "recovered, ms");
        recoveries.forEach(System.out::println);
        System.out.println("visitors: " + result);
    }

    private static void assertLive(JsonNode deployment) {
        assertThat(deployment.path("status").asText()).as("%s", deployment).isEqualTo("live");
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(condition);
    }

    /// The moment of a kill is a time, and nothing to wait for.
    private static void pause(int ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
