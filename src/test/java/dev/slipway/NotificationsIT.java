package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.Secret;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineProcess;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Ground;
import dev.slipway.lab.HookReceiver;
import dev.slipway.lab.HookReceiver.Received;
import dev.slipway.lab.MailServer;
import dev.slipway.lab.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An app crashes, and people hear of it: by a webhook, Slack and mail, from the packaged engine to
/// real receivers behind TLS with a certificate that only the machine trusts.
class NotificationsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String HOOK = "/hook/t0ken-in-a-path";
    private static final String SLACK = "/services/T0/B0/an0ther";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir Path temp;
    private Ground ground;
    private HookReceiver receiver;
    private MailServer mail;
    private EngineProcess process;

    @BeforeEach
    void receive() throws IOException {
        ground = Ground.in(Files.createTempDirectory("slipway-lab"));
        receiver = HookReceiver.secure(ground.trusted());
        mail = new MailServer(ground.trusted());
    }

    @AfterEach
    void stopAll() throws IOException {
        process.close();
        mail.close();
        receiver.close();
    }

    @Test
    void a_crash_and_its_end_are_told_once_on_every_channel() {
        try (var git = GitServer.in(temp.resolve("git"))) {
            process = EngineProcess.start(ground, settings());
            var engine = process.engine();
            var app = AppUnderTest.create(engine, git, temp.resolve("source"), "told");
            app.serve("one");

            crash(app);
            await().atMost(PATIENCE).until(() -> told() >= 6);
            crash(app); // within the interval, so nobody is told
            await().atMost(PATIENCE).until(() -> closed(engine) == 2);

            assertWebhook(engine.get("/api/apps/told/incidents").get(1));
            assertSlack();
            assertMail();
            await().during(Duration.ofSeconds(1)).until(() -> told() == 6);
            assertThat(String.join("\n", process.log())).doesNotContain("t0ken", "an0ther", SECRET);
            assertTimeToRestoreIsMeasured(engine);
        }
    }

    @Test
    void a_test_says_of_each_channel_whether_it_delivers() {
        var settings = settings();
        settings.put("quarkus.mailer.port", "1");
        process = EngineProcess.start(ground, settings);

        var answer = process.engine().post("/api/notifications/test", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        var channels = answer.jsonPath();
        assertThat(channels.<String>getList("channel")).containsExactly("webhook", "slack", "mail");
        assertThat(channels.<Boolean>getList("delivered")).containsExactly(true, true, false);
        assertThat(channels.getString("[2].problem")).startsWith("the mail was not sent: ");
        assertThat(receiver.received(HOOK)).hasSize(1);
        assertThat(receiver.received(HOOK).getFirst().header("X-Slipway-Event")).isEqualTo("test");
        assertThat(receiver.received(SLACK)).hasSize(1);

        receiver.answer(403);
        var refused = process.engine().post("/api/notifications/test", "");
        assertThat(refused.jsonPath().getString("[0].problem"))
                .isEqualTo("127.0.0.1 answered with status 403");
    }

    @Test
    void an_engine_that_could_not_write_mail_does_not_start_and_says_why() {
        process = EngineProcess.begin(ground, Map.of("slipway.notifications.mail.to", "a@b.org"));

        process.awaitEnd();

        assertThat(process.log())
                .anyMatch(line ->
                        line.contains(
                                "slipway.notifications.mail.to is set and slipway.notifications.mail.from is not"));
    }

    private Map<String, String> settings() {
        var settings = new HashMap<String, String>();
        settings.put("slipway.notifications.webhook.url", receiver.url(HOOK));
        settings.put("slipway.notifications.webhook.secret", SECRET);
        settings.put("slipway.notifications.slack.url", receiver.url(SLACK));
        settings.put("slipway.notifications.mail.to", "ops@example.org,owner@example.org");
        settings.put("slipway.notifications.mail.from", "slipway@example.org");
        settings.put("slipway.notifications.dashboard-url", "https://paas.example.org");
        settings.put("quarkus.mailer.host", "127.0.0.1");
        settings.put("quarkus.mailer.port", Integer.toString(mail.port()));
        settings.put("quarkus.mailer.tls", "true");
        return settings;
    }

    /// SIGKILL to the process, behind Docker's back. Returns when it serves again.
    private static void crash(AppUnderTest app) {
        var container = app.container();
        Shell.run("kill", "-9", Shell.run("docker", "inspect", "-f", "{{.State.Pid}}", container));
        await().atMost(PATIENCE).until(() -> app.engine().visit("told").statusCode() == 200);
    }

    private int told() {
        return receiver.received().size() + mail.received().size();
    }

    private static long closed(Engine engine) {
        return engine.get("/api/apps/told/incidents")
                .valueStream()
                .filter(incident -> incident.has("restoredAt"))
                .count();
    }

    private void assertWebhook(JsonNode incident) {
        var requests = receiver.received(HOOK);
        assertThat(requests)
                .extracting(request -> request.header("X-Slipway-Event"))
                .containsExactly("incident.opened", "incident.closed");
        assertThat(requests)
                .extracting(request -> request.header("X-Slipway-Delivery"))
                .doesNotHaveDuplicates()
                .doesNotContain("");
        for (var request : requests) {
            assertThat(request.header("X-Slipway-Signature-256"))
                    .isEqualTo(
                            "sha256="
                                    + new Secret(SECRET)
                                            .sign(request.body().getBytes(StandardCharsets.UTF_8)));
            var body = json(request);
            assertThat(body.path("event").asText()).isEqualTo(request.header("X-Slipway-Event"));
            assertThat(body.path("url").asText())
                    .isEqualTo(
                            "https://paas.example.org/incidents/" + incident.path("id").asText());
            for (var field :
                    List.of(
                            "id",
                            "app",
                            "instance",
                            "cause",
                            "detail",
                            "exitCode",
                            "oom",
                            "action",
                            "detectedAt",
                            "detectMs")) {
                assertThat(body.get(field)).as(field).isNotNull().isEqualTo(incident.get(field));
            }
        }
        assertThat(json(requests.getFirst()).has("restoredAt")).isFalse();
        assertThat(json(requests.getLast()).get("restoredAt"))
                .isEqualTo(incident.get("restoredAt"));
        assertThat(json(requests.getLast()).get("restoreMs")).isEqualTo(incident.get("restoreMs"));
        assertThat(process.engine().get("/api/incidents/" + incident.path("id").asText()))
                .isEqualTo(incident);
    }

    private void assertSlack() {
        assertThat(receiver.received(SLACK))
                .extracting(request -> json(request).path("text").asText())
                .satisfiesExactly(
                        opened ->
                                assertThat(opened)
                                        .startsWith(
                                                "told: crashed (killed by signal 9 (SIGKILL)), seen after ")
                                        .contains("<https://paas.example.org/incidents/"),
                        closed -> assertThat(closed).startsWith("told: serving again after "));
    }

    private void assertMail() {
        assertThat(mail.received())
                .extracting(received -> received.header("Subject"))
                .satisfiesExactly(
                        opened -> assertThat(opened).isEqualTo("told: crashed"),
                        closed -> assertThat(closed).startsWith("told: serving again after "));
        assertThat(mail.received())
                .allSatisfy(received -> {
                    assertThat(received.from()).isEqualTo("slipway@example.org");
                    assertThat(received.to())
                            .containsExactly("ops@example.org", "owner@example.org");
                });
    }

    private static void assertTimeToRestoreIsMeasured(Engine engine) {
        var metrics = engine.authorized().get("/q/metrics").asString();
        assertThat(metrics.lines())
                .contains(
                        "slipway_time_to_restore_seconds_bucket{app=\"told\",cause=\"crashed\",le=\"300.0\"} 2.0",
                        "slipway_time_to_restore_seconds_count{app=\"told\",cause=\"crashed\"} 2.0")
                .anyMatch(line ->
                        line.startsWith(
                                "slipway_time_to_restore_seconds_bucket{app=\"told\",cause=\"crashed\",le=\"0.05\"}"));
    }

    private static JsonNode json(Received request) {
        try {
            return JSON.readTree(request.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON", e);
        }
    }
}
