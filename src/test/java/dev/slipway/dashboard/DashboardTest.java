package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Stage;
import dev.slipway.config.EngineConfig;
import dev.slipway.store.BuildLogs;
import dev.slipway.store.Deployments;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DashboardEngine.class)
class DashboardTest {
    private static final int DESK = 1280;
    private static final int PHONE = 360;
    private static Browser browser;

    @Inject Rows rows;
    @Inject Deployments deployments;
    @Inject BuildLogs logs;
    @Inject EngineConfig config;

    private int port;

    @BeforeAll
    static void start() {
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @BeforeEach
    void clear() {
        port = RestAssured.port;
        browser.closePages();
        rows.clear();
    }

    @Test
    void an_engine_without_apps_says_how_to_deploy_the_first_one() {
        var page = home();

        assertThat(page.locator("#content")).containsText("curl http://127.0.0.1:" + port);
        assertThat(page.locator("#content")).containsText("{\"app\":\"hello\",");
        assertThat(page.locator("#content"))
                .containsText("git push http://127.0.0.1:%d/git/hello.git main".formatted(port));
        Browser.picture(page, "empty");
        assertNothingIsWrong(page);
    }

    @Test
    void an_app_shows_its_state_release_commit_and_where_it_runs() {
        rows.live(rows.app("hello"));

        var card = card(home(), "hello");

        assertThat(card.locator("header .state")).hasText("live");
        assertThat(card.locator("#url-hello"))
                .hasAttribute("href", "http://hello.localhost:%d/".formatted(config.httpPort()));
        assertThat(card).containsText("Release 1 from commit c0ffee1");
        assertThat(card.locator("tbody tr")).hasText(Pattern.compile("10.213.0.2:8080 ?ready ?2"));
    }

    @Test
    void an_app_whose_edge_settings_were_refused_shows_the_line() {
        rows.live(rows.app("picky"));
        rows.refused(new AppName("picky"), "invalid value in apps/picky.conf:9");

        assertThat(card(home(), "picky").locator(".failure"))
                .containsText("the last good ones stay: invalid value in apps/picky.conf:9");
    }

    @Test
    void an_app_shows_its_last_minute_and_how_its_instances_shared_it() {
        var busy = rows.app("busy");
        rows.live(busy);
        rows.another(busy);
        rows.visited(busy, 900);

        var card = card(home(), "busy");

        assertThat(card.locator(".visits"))
                .hasText(
                        "Requests in the last minute: 1,000, half within 7 ms, 99 % within 150 ms, 2 % answered 5xx");
        assertThat(card.locator("tbody tr").first())
                .hasText(
                        Pattern.compile("10.213.0.2:8080 requests 600 \\(60\\s%\\)\\s*ready\\s*2"));
        assertThat(card.locator("tbody tr").last())
                .hasText(
                        Pattern.compile("10.213.0.3:8080 requests 400 \\(40\\s%\\)\\s*ready\\s*0"));
    }

    @Test
    void a_deployment_shows_what_its_switch_did_to_those_who_asked() {
        var hello = rows.app("hello");
        var deployment = rows.live(hello);
        var page = home();
        page.navigate("/deployments/" + deployment.id());
        assertThat(page.locator("#receipt")).hasCount(0);

        rows.receipt(deployment, 0);
        rows.changed(hello);

        assertThat(page.locator("#receipt"))
                .hasText("None of the 1,274 requests during the switch failed.");
        assertThat(page.locator("#receipt + .facts"))
                .hasText(
                        Pattern.compile(
                                "Requests1,274\\s*Failed0\\s*Half within3 ms\\s*99\\s% within70 ms\\s*Switched in4 ms"));
        Browser.picture(page, "receipt");
        assertNothingIsWrong(page);
    }

    @Test
    void a_switch_that_failed_requests_says_how_many() {
        var deployment = rows.live(rows.app("hello"));
        rows.receipt(deployment, 3);
        var page = home(port, PHONE, ColorScheme.DARK);

        page.navigate("/deployments/" + deployment.id());

        assertThat(page.locator("#receipt"))
                .hasText("3 of 1,274 requests during the switch failed.");
        Browser.picture(page, "phone-receipt");
        assertFits(page);
    }

    @Test
    void an_app_shows_what_came_of_its_last_drill() {
        var hello = rows.app("hello");
        rows.live(hello);
        var line = card(home(), "hello").locator(".drill");
        assertThat(line).hasCount(0);

        rows.drilled(hello, 0);
        rows.changed(hello);

        assertThat(line)
                .hasText(
                        "Drill: 2 faults, restored in 71 ms to 16 s, 0 of 1,800 requests failed, just now");
        assertThat(line).not().hasClass(Pattern.compile("bad"));
        rows.drilled(hello, 7);
        rows.changed(hello);
        assertThat(line).containsText("7 of 1,800 requests failed");
        assertThat(line).hasClass(Pattern.compile("bad"));
        rows.drilling(hello);
        rows.changed(hello);
        assertThat(line).containsText("Drill: 1 of 6 faults are over");
    }

    @Test
    void a_drill_is_confirmed_and_a_refusal_says_why() {
        var hello = rows.app("hello");
        rows.live(hello);
        rows.down(hello);
        var page = home();
        var questions = new ArrayList<String>();
        page.onceDialog(dialog -> {
            questions.add(dialog.message());
            dialog.accept();
        });

        page.locator("#drill-hello").click();

        assertThat(page.locator("#refusal"))
                .hasText("App hello is not whole: wait until all its instances are ready");
        assertThat(questions)
                .containsExactly(
                        "Drill hello? It is broken in 6 ways, one after the other, and visitors may have to wait.");
    }

    @Test
    void a_change_shows_without_a_reload() {
        var hello = rows.app("hello");
        var page = home();
        assertThat(card(page, "hello").locator("header .state")).hasText("registered");
        mark(page);

        rows.live(hello);
        rows.changed(hello);

        assertThat(card(page, "hello").locator("header .state")).hasText("live");
        assertThat(page.locator("#announcement")).hasText("hello is live");
        assertIsMarked(page);
        assertNothingIsWrong(page);
    }

    @Test
    void the_page_comes_back_by_itself_after_the_engine_was_away() throws IOException {
        var hello = rows.app("hello");
        try (var cable = new Cable(port)) {
            var page = home(cable.port(), DESK, ColorScheme.LIGHT);
            mark(page);

            cable.cut();
            assertThat(page.locator("#connection")).hasText("Disconnected, reconnecting…");
            Browser.picture(page, "disconnected");
            rows.live(hello);
            cable.mend();

            assertThat(page.locator("#connection"))
                    .hasText("Live", new HasTextOptions().setTimeout(15_000));
            assertThat(card(page, "hello").locator("header .state")).hasText("live");
            assertIsMarked(page);
        }
    }

    @Test
    void what_others_wrote_is_shown_and_not_run() {
        var hello = rows.app("hello");
        var evil = "<script>window.evil = 1</script><img src=x onerror='window.evil = 1'>";
        rows.fail(rows.begun(hello, Stage.QUEUE, Stage.BUILD), evil);

        var page = home();

        assertThat(page.locator(".failure")).hasText("build: " + evil);
        assertThat(page.evaluate("'evil' in window")).isEqualTo(false);
        assertNothingIsWrong(page);
    }

    @Test
    void a_refused_action_says_why() {
        var hello = rows.app("hello");
        rows.live(hello);
        var page = home();
        page.onceDialog(dialog -> dialog.dismiss());

        page.locator("#stop-hello").click(); // not confirmed, so nothing happens
        rows.clear();
        page.locator("#restart-hello").click();

        assertThat(page.locator("#refusal")).hasText("There is no app hello");
    }

    @Test
    void a_stop_is_confirmed_and_done() {
        var hello = rows.app("hello");
        rows.live(hello);
        var page = home();
        var questions = new ArrayList<String>();
        page.onceDialog(dialog -> {
            questions.add(dialog.message());
            dialog.accept();
        });

        page.locator("#stop-hello").click();

        assertThat(page.locator(".rows tbody")).containsText("stop");
        assertThat(questions).containsExactly("Stop hello? It answers nobody until started.");
    }

    @Test
    void a_roll_back_is_offered_to_what_served_before() {
        var hello = rows.app("hello");
        rows.live(hello);
        rows.unstarted(hello);
        rows.live(hello);
        var page = home();
        var questions = new ArrayList<String>();
        page.onceDialog(dialog -> {
            questions.add(dialog.message());
            dialog.dismiss();
        });

        page.locator("#rollback-hello").click();

        assertThat(questions).containsExactly("Roll hello back to release 1?");
    }

    @Test
    void all_actions_are_reached_by_keyboard_and_keep_the_focus_over_a_change() {
        var hello = rows.app("hello");
        rows.live(hello);
        rows.live(hello);
        var page = home();
        var reached = new ArrayList<Object>();
        for (int i = 0; i < 12; i++) {
            page.keyboard().press("Tab");
            reached.add(page.evaluate("document.activeElement.id"));
        }
        assertThat(reached).contains("url-hello", "restart-hello", "rollback-hello", "stop-hello");

        page.locator("#stop-hello").focus();
        rows.down(hello);
        rows.changed(hello);

        assertThat(card(page, "hello").locator("header .state")).hasText("degraded");
        assertThat(page.locator("#stop-hello")).isFocused();
    }

    @Test
    void a_phone_shows_all_without_scrolling_sideways() {
        rows.crowd();
        var page = home(port, PHONE, ColorScheme.LIGHT);
        assertThat(page.locator(".card")).not().hasCount(0);
        Browser.picture(page, "phone");
        assertFits(page);

        page.locator(".rows .state a").first().click();
        assertThat(page.locator("#log-state")).not().hasText("Reading…");
        Browser.picture(page, "phone-deployment");
        assertFits(page);
    }

    @Test
    void it_follows_the_scheme_of_the_reader() {
        rows.crowd();
        var light = home(port, DESK, ColorScheme.LIGHT);
        var dark = home(port, DESK, ColorScheme.DARK);
        Browser.picture(light, "light");
        Browser.picture(dark, "dark");
        assertThat(ground(light)).isNotEqualTo(ground(dark));
        assertNothingIsWrong(light);
    }

    @Test
    void the_page_of_a_deployment_follows_its_log_to_the_end() {
        var hello = rows.app("hello");
        var deployment = rows.begun(hello, Stage.QUEUE, Stage.FETCH, Stage.BUILD);
        var log = logs.writer(deployment.id());
        log.line("Step 1/2 : FROM <scratch>");
        var page = home();
        page.locator("#deployment-" + deployment.id()).click();
        assertThat(page.locator("#log")).hasText("Step 1/2 : FROM <scratch>");
        assertThat(page.locator("#log-state")).hasText(Pattern.compile("More lines.*"));

        log.line("Step 2/2 : COPY . .");
        assertThat(page.locator("#log")).containsText("Step 2/2 : COPY . .");
        deployments.enter(deployment.id(), Stage.LAUNCH, Instant.now());
        deployments.finish(deployment.id(), new DeploymentStatus.Live(), Instant.now());
        rows.changed(hello);

        assertThat(page.locator("#status")).containsText("live after");
        assertThat(page.locator("#log-state")).hasText("End of the log.");
        assertThat(page.locator(".stages li")).hasCount(4);
        Browser.picture(page, "deployment");
        assertNothingIsWrong(page);
    }

    @Test
    void an_incident_has_a_page_with_its_evidence() {
        rows.evidence(rows.app("hello"));
        var page = home();

        page.locator("#incident-incident-of-hello").focus();
        page.keyboard().press("Enter");

        assertThat(page.locator("h1")).hasText("Incident of hello: crashed");
        assertThat(page.locator("#status")).hasText("restarted, serving again after 380 ms");
        assertThat(page.locator("#detail")).hasText("killed by signal 9 (SIGKILL)");
        assertThat(page.locator(".facts"))
                .hasText(
                        Pattern.compile(
                                "Detected1 hour ago\\s*Time to detect25 ms\\s*Time to restore380 ms\\s*Actionrestarted\\s*Exit code137\\s*Out of memoryno\\s*Instance.*"));
        assertThat(page.locator(".readings").first())
                .hasText(Pattern.compile("CPU at the end 96\\s%, at most 100\\s%"));
        assertThat(page.locator(".readings").last())
                .hasText(Pattern.compile("Memory at the end 300\\sMiB, at most 300\\sMiB"));
        assertThat(page.locator(".readings polyline")).hasCount(2);
        assertThat(page.locator(".tail")).containsText("<b>line 200</b>");
        Browser.picture(page, "incident");
        assertNothingIsWrong(page);
    }

    @Test
    void an_open_incident_is_followed_to_its_end() {
        var hello = rows.app("hello");
        rows.open(hello);
        var page = home();
        page.navigate("/incidents/incident-of-hello");
        assertThat(page.locator("#status")).hasText("restarted, not serving yet");

        rows.restored(hello);
        rows.changed(hello);

        assertThat(page.locator("#status")).containsText("serving again after");
        assertThat(page.locator("#content")).not().containsText("The minute before");
        assertNothingIsWrong(page);
    }

    @Test
    void an_incident_fits_a_phone_and_the_dark() {
        rows.evidence(rows.app("api-with-a-name-of-forty-letters-in-all0"));
        var page = home(port, PHONE, ColorScheme.DARK);

        page.locator(".incidents a").click();

        assertThat(page.locator("h1")).containsText("Incident of");
        assertThat(page.locator("#connection")).hasText("Live");
        assertThat(page.locator(".tail")).isVisible();
        Browser.picture(page, "phone-incident");
        assertFits(page);
    }

    @Test
    void an_unknown_incident_leads_to_the_missing_page() {
        var page = home();

        var answer = page.navigate("/incidents/none");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(page.locator("main")).containsText("There is no incident none");
    }

    @Test
    void a_wrong_token_leaves_one_at_the_login_page() {
        var page = browser.open(port, DESK, ColorScheme.DARK);
        page.navigate("/");
        page.fill("#token", "guess");
        page.keyboard().press("Enter");
        assertThat(page.locator("#complaint"))
                .hasText("That is not the admin token of this engine.");
        Browser.picture(page, "login");
    }

    private Page home() {
        return home(port, DESK, ColorScheme.LIGHT);
    }

    private Page home(int port, int width, ColorScheme scheme) {
        var page = browser.open(port, width, scheme);
        page.navigate("/");
        page.fill("#token", token());
        page.keyboard().press("Enter");
        assertThat(page.locator("#connection")).hasText("Live");
        return page;
    }

    private String token() {
        try {
            return Files.readString(config.state().resolve("admin-token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Locator card(Page page, String app) {
        return page.locator("[data-app=" + app + "]");
    }

    private static void mark(Page page) {
        page.evaluate("window.marked = true");
    }

    private static void assertIsMarked(Page page) {
        assertThat(page.evaluate("window.marked")).isEqualTo(true);
    }

    private static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(page.evaluate("document.documentElement.clientWidth"));
    }

    private static void assertNothingIsWrong(Page page) {
        page.waitForLoadState();
        assertThat(browser.complaints()).isEmpty();
    }

    private static Object ground(Page page) {
        return page.evaluate("getComputedStyle(document.body).backgroundColor");
    }
}
