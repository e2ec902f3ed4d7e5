package dev.slipway.dashboard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.slipway.api.AdminToken;
import dev.slipway.config.EngineConfig;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DashboardEngine.class)
class LoginTest {
    @Inject EngineConfig config;
    @Inject AdminToken token;

    @Test
    void without_login_a_page_leads_to_the_login_page() {
        given().redirects()
                .follow(false)
                .accept("text/html")
                .get("/")
                .then()
                .statusCode(303)
                .header("Location", equalTo("/login"));
    }

    @Test
    void without_login_there_are_no_fragments_no_changes_and_no_webjars() {
        for (var path :
                new String[] {
                    "/fragments/overview", "/changes", "/webjars/htmx-ext-sse/2.2.2/sse.js"
                }) {
            given().get(path).then().statusCode(401);
        }
    }

    @Test
    void the_right_token_is_traded_for_a_cookie_that_scripts_and_other_sites_cannot_use()
            throws IOException {
        logIn(Files.readString(config.state().resolve("admin-token")))
                .then()
                .statusCode(303)
                .header("Location", containsString("/"))
                .header(
                        "Set-Cookie",
                        allOf(
                                containsString("HttpOnly"),
                                containsString("SameSite=Strict"),
                                containsString("Path=/"),
                                containsString("Max-Age=2592000"),
                                not(containsString("Secure"))));
    }

    @Test
    void the_cookie_opens_the_pages() {
        given().cookie(AdminToken.COOKIE, token.session()).get("/").then().statusCode(200);
    }

    @Test
    void a_wrong_token_is_told_so() {
        logIn("guess")
                .then()
                .statusCode(401)
                .header("Set-Cookie", equalTo(null))
                .body(containsString("That is not the admin token of this engine."));
    }

    @Test
    void no_token_at_all_is_a_wrong_one() {
        given().contentType("application/x-www-form-urlencoded")
                .post("/login")
                .then()
                .statusCode(401);
    }

    @Test
    void a_login_ends_when_asked_to() {
        given().redirects()
                .follow(false)
                .cookie(AdminToken.COOKIE, token.session())
                .post("/logout")
                .then()
                .statusCode(303)
                .header("Location", containsString("/login"))
                .header("Set-Cookie", containsString("Max-Age=0"));
    }

    @Test
    void pages_allow_only_what_is_their_own() {
        var headers = given().get("/login").headers();
        assertThat(headers.getValue("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.getValue("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(headers.getValue("X-Frame-Options")).isEqualTo("DENY");
        assertThat(headers.getValue("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(headers.getValue("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void the_style_sheet_is_open_and_asked_for_anew_each_time() {
        given().get("/static/slipway.css")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-cache"));
    }

    @Test
    void a_deployment_that_never_was_has_a_page_that_says_so() {
        for (var id : new String[] {"000000000000000", "nonsense"}) {
            given().cookie(AdminToken.COOKIE, token.session())
                    .get("/deployments/" + id)
                    .then()
                    .statusCode(404)
                    .body(containsString("There is no deployment " + id));
        }
    }

    @Test
    void the_cookie_does_not_let_pages_of_other_origins_act() {
        for (var origin : new String[] {"http://evil.localhost", "http://localhost:1", "null"}) {
            given().cookie(AdminToken.COOKIE, token.session())
                    .header("Origin", origin)
                    .post("/api/apps/hello/stop")
                    .then()
                    .statusCode(401);
        }
        given().cookie(AdminToken.COOKIE, token.session())
                .header("Origin", RestAssured.baseURI + ":" + RestAssured.port)
                .post("/api/apps/hello/stop")
                .then()
                .statusCode(404);
    }

    private static Response logIn(String token) {
        return given().redirects().follow(false).formParam("token", token).post("/login");
    }
}
