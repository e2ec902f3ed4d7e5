package dev.slipway.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.GitServer;
import dev.slipway.lab.Shell;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One page, never reloaded, while a real app is deployed, killed and rolled back.
@QuarkusTest
class DashboardJourneyTest {
    private static final LocatorAssertions.ContainsTextOptions SOON =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
    private static final Pattern READY_AFTER_ONE_RESTART = Pattern.compile("ready\\s*1");

    @TempDir Path temp;
    private final Engine engine = new Engine();

    @Test
    void an_app_is_followed_from_its_first_deployment_to_a_rollback() {
        try (var browser = new Browser();
                var git = GitServer.in(temp.resolve("git"))) {
            var page = loggedIn(browser);
            page.evaluate("window.marked = true");
            var app = AppUnderTest.create(engine, git, temp, "journey");

            app.serve("one");
            shows(page, "Release 1");
            app.serve("two");
            shows(page, "Release 2");
            Shell.run("docker", "kill", app.container());
            assertThat(card(page)).containsText(READY_AFTER_ONE_RESTART, SOON);
            page.onceDialog(Dialog::accept);
            page.locator("#rollback-journey").click();
            shows(page, "Release 3");

            assertThat(engine.visit("journey").body()).isEqualTo("one");
            assertThat(page.evaluate("window.marked")).isEqualTo(true);
            assertThat(browser.complaints()).isEmpty();
            Browser.picture(page, "journey");
        } finally {
            engine.authorized().delete("/api/apps/journey");
        }
    }

    private static Page loggedIn(Browser browser) {
        var page = browser.open(RestAssured.port, 1280, ColorScheme.LIGHT);
        page.navigate("/");
        page.fill("#token", Engine.token());
        page.keyboard().press("Enter");
        assertThat(page.locator("#connection")).hasText("Live");
        return page;
    }

    private static void shows(Page page, String text) {
        assertThat(card(page)).containsText(text, SOON);
    }

    private static Locator card(Page page) {
        return page.locator("[data-app=journey]");
    }
}
