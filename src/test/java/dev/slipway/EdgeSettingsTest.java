package dev.slipway;

import static dev.slipway.lab.Engine.release;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.Engine;
import dev.slipway.lab.EngineLab;
import dev.slipway.lab.Shell;
import dev.slipway.lab.TestCertificate;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What owners may ask of the edge, and that nobody else notices when they ask for nonsense.
@QuarkusTest
@WithTestResource(value = EngineLab.class, scope = TestResourceScope.GLOBAL)
class EdgeSettingsTest extends AppsUnderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void visitors_must_say_who_they_are() {
        serve("guarded");

        edge("guarded", "{'basicAuth':{'ann':'open sesame'}}");

        await().atMost(PATIENCE).until(() -> engine.visit("guarded").statusCode() == 401);
        assertThat(visitAs("guarded", "ann:open sesame").body()).isEqualTo("guarded");
        assertThat(visitAs("guarded", "ann:close sesame").statusCode()).isEqualTo(401);
        assertThat(engine.get("/api/apps/guarded").at("/desired/edge/users/0").asText())
                .isEqualTo("ann");
        assertThat(engine.get("/api/apps/guarded").toString()).doesNotContain("sesame", "$6$");
    }

    @Test
    void an_app_has_limits_redirects_and_directives_of_its_own() {
        serve("picky");

        edge(
                "picky",
                "{'bodyLimitMb':1,'redirects':[{'from':'/old','to':'/new','status':302}],"
                        + "'directives':['add_header X-Picky \\\"yes, very\\\"']}");

        await().atMost(PATIENCE)
                .until(() -> header(engine.visit("picky"), "X-Picky").equals("yes, very"));
        assertThat(release(engine.visit("picky"))).isEqualTo("1");
        var moved = engine.ask("picky.localhost", "/old?a=b");
        assertThat(moved.statusCode()).isEqualTo(302);
        assertThat(header(moved, "Location")).endsWith("/new?a=b");
        assertThat(
                        Shell.run(
                                "sh",
                                "-c",
                                "head -c 2000000 /dev/zero | "
                                        + curl("picky")
                                        + " --data-binary @-"))
                .isEqualTo("413");
    }

    @Test
    void only_allowed_networks_get_in() {
        serve("private");

        edge("private", "{'allow':['203.0.113.0/24']}");
        await().atMost(PATIENCE).until(() -> engine.visit("private").statusCode() == 403);

        edge("private", "{'allow':['203.0.113.0/24','127.0.0.0/8','::1']}");
        await().atMost(PATIENCE).until(() -> engine.visit("private").statusCode() == 200);
    }

    @Test
    void own_hosts_lead_to_the_app_and_on_to_the_canonical_one() {
        serve("named");
        engine.patch("named", json("{'hosts':['named.example','www.named.example']}"))
                .then()
                .statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> engine.ask("named.example", "/").body().equals("named"));

        edge("named", "{'canonicalHost':'www.named.example'}");

        await().atMost(PATIENCE)
                .until(() -> engine.ask("named.example", "/a?b=c").statusCode() == 308);
        assertThat(header(engine.ask("named.example", "/a?b=c"), "Location"))
                .isEqualTo("http://www.named.example:%d/a?b=c".formatted(Engine.httpPort()));
        assertThat(engine.ask("www.named.example", "/").body()).isEqualTo("named");
        assertThat(engine.visit("named").body()).isEqualTo("named");
    }

    @Test
    void a_certificate_brings_https_with_http_2_and_the_way_there() throws IOException {
        serve("sealed");
        edge("sealed", "{'hstsSeconds':86400}");
        var authority = certify("sealed", "sealed.example");

        await().atMost(PATIENCE)
                .until(() -> engine.ask("sealed.example", "/x?y").statusCode() == 308);
        assertThat(header(engine.ask("sealed.example", "/x?y"), "Location"))
                .isEqualTo("https://sealed.example:%d/x?y".formatted(Engine.httpsPort()));
        var answer = https("sealed.example", "-i", "--http2", "--cacert", authority);
        assertThat(answer)
                .startsWith("HTTP/2 200")
                .contains("strict-transport-security: max-age=86400")
                .contains("x-slipway-release: 1")
                .endsWith("sealed");
        assertThat(https("stranger.example", "-k", "-w", "%{exitcode}")).isNotEqualTo("0");
        assertThat(engine.visit("sealed").body()).isEqualTo("sealed");
    }

    @Test
    void a_port_that_somebody_else_has_leaves_the_configuration_of_before() throws IOException {
        serve("unlucky");
        String authority;
        try (var _ = squatter()) {
            authority = certify("unlucky", "unlucky.example");

            await().atMost(PATIENCE)
                    .until(() ->
                            engine.get("/api/incidents")
                                    .valueStream()
                                    .anyMatch(i -> i.path("detail").asText().contains("bind()")));
            assertThat(engine.visit("unlucky").body()).isEqualTo("unlucky");
        }

        edge("unlucky", "{'hstsSeconds':60}");

        await().atMost(PATIENCE)
                .until(() -> https("unlucky.example", "--cacert", authority).equals("unlucky"));
    }

    /// On the proxy's port for TLS, as soon as the proxy has let go of it.
    private static ServerSocket squatter() {
        return await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () ->
                                new ServerSocket(
                                        Engine.httpsPort(), 1, InetAddress.getLoopbackAddress()),
                        Objects::nonNull);
    }

    /// @return the file of what its visitors are to trust
    private String certify(String app, String host) throws IOException {
        engine.patch(app, json("{'hosts':['%s']}".formatted(host))).then().statusCode(200);
        var certificate = TestCertificate.forNames(host);
        engine.authorized()
                .contentType("application/json")
                .body(Map.of("chain", certificate.chain(), "key", certificate.key()))
                .put("/api/apps/%s/certificate".formatted(app))
                .then()
                .statusCode(200);
        var authority = temp.resolve(host + ".pem");
        Files.writeString(authority, certificate.chain());
        return authority.toString();
    }

    @Test
    void a_host_of_another_app_is_refused() {
        serve("first-come");
        serve("too-late");
        engine.patch("first-come", json("{'hosts':['one.example']}")).then().statusCode(200);

        var answer = engine.patch("too-late", json("{'hosts':['one.example']}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.asString()).contains("one.example belongs to app first-come");
        assertThat(
                        engine.patch("too-late", json("{'edge':{'canonicalHost':'two.example'}}"))
                                .asString())
                .contains("two.example is not among the app's hosts");
    }

    @Test
    void maintenance_shows_a_page_until_it_is_over() {
        serve("cleaned");

        edge("cleaned", "{'maintenance':true}");
        await().atMost(PATIENCE).until(() -> engine.visit("cleaned").statusCode() == 503);
        assertThat(engine.visit("cleaned").body()).contains("maintenance");
        assertThat(header(engine.visit("cleaned"), "Retry-After")).isNotEmpty();

        edge("cleaned", "{'maintenance':false}");
        await().atMost(PATIENCE).until(() -> engine.visit("cleaned").statusCode() == 200);
    }

    @Test
    void what_nginx_refuses_is_told_to_its_owner_and_touches_nobody_else() {
        serve("bad");
        serve("good");
        edge("bad", "{'directives':['add_header X-Bad before']}");
        await().atMost(PATIENCE).until(() -> header(engine.visit("bad"), "X-Bad").equals("before"));

        edge("bad", "{'directives':['gzip maybe']}");
        edge("good", "{'directives':['add_header X-Good yes']}");

        await().atMost(PATIENCE).until(() -> header(engine.visit("good"), "X-Good").equals("yes"));
        assertThat(header(engine.visit("bad"), "X-Bad")).isEqualTo("before");
        await().until(() ->
                engine.get("/api/apps/bad").path("edgeProblem").asText().contains("gzip"));
        assertThat(engine.get("/api/apps/bad").path("edgeProblem").asText())
                .contains("invalid value \"maybe\"", "apps/bad.conf:");
        assertThat(engine.get("/api/apps/good").has("edgeProblem")).isFalse();
        assertThat(engine.get("/api/apps/bad/incidents").at("/0/cause").asText())
                .isEqualTo("server blocks refused");
        assertThat(engine.get("/api/apps/bad/incidents").at("/0").has("restoredAt")).isFalse();

        Shell.run("docker", "restart", Engine.name() + "-proxy");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> header(engine.visit("good"), "X-Good").equals("yes"));
        assertThat(header(engine.visit("bad"), "X-Bad")).isEqualTo("before");

        edge("bad", "{'directives':['add_header X-Bad after']}");
        await().atMost(PATIENCE).until(() -> header(engine.visit("bad"), "X-Bad").equals("after"));
        await().until(() -> !engine.get("/api/apps/bad").has("edgeProblem"));
        await().until(() -> engine.get("/api/apps/bad/incidents").at("/0").has("restoredAt"));
    }

    @Test
    void an_app_that_is_guarded_from_the_first_is_never_open() {
        create("naked", "{'basicAuth':{'ann':'x'},'directives':['gzip maybe']}");

        serve("naked");

        assertThat(engine.visit("naked").statusCode()).isEqualTo(503);
        assertThat(engine.visit("naked").body()).contains("not configured");
        assertThat(engine.get("/api/apps/naked").path("edgeProblem").asText()).contains("gzip");

        edge("naked", "{'directives':[]}");
        await().atMost(PATIENCE).until(() -> engine.visit("naked").statusCode() == 401);
        assertThat(visitAs("naked", "ann:x").body()).isEqualTo("naked");
    }

    @Test
    void an_app_that_is_made_anew_with_a_guard_is_not_open_because_the_one_before_was() {
        serve("reborn");
        engine.authorized().delete("/api/apps/reborn").then().statusCode(204);
        create("reborn", "{'basicAuth':{'ann':'x'},'directives':['gzip maybe']}");

        serve("reborn");

        assertThat(engine.visit("reborn").statusCode()).isEqualTo(503);
    }

    @Test
    void an_app_whose_guard_is_refused_stays_as_it_was() {
        serve("hesitant");

        edge("hesitant", "{'basicAuth':{'ann':'x'},'directives':['gzip maybe']}");

        await().atMost(PATIENCE).until(() -> engine.get("/api/apps/hesitant").has("edgeProblem"));
        assertThat(engine.visit("hesitant").body()).isEqualTo("hesitant");
    }

    private void create(String name, String settings) {
        engine.post("/api/apps", json("{'name':'%s','edge':%s}".formatted(name, settings)))
                .then()
                .statusCode(201);
        await().atMost(PATIENCE).until(() -> engine.get("/api/apps/" + name).has("edgeProblem"));
    }

    private void serve(String name) {
        app(name).serve(name);
    }

    private void edge(String app, String settings) {
        engine.patch(app, json("{'edge':" + settings + "}")).then().statusCode(200);
    }

    private HttpResponse<String> visitAs(String app, String user) {
        var credential = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        return engine.ask(app + ".localhost", "/", "Authorization", "Basic " + credential);
    }

    private static String https(String host, String... options) {
        var url = "https://%s:%d/".formatted(host, Engine.httpsPort());
        var target = "%s:%d:127.0.0.1".formatted(host, Engine.httpsPort());
        var command = new ArrayList<>(List.of("curl", "-s", "--noproxy", "*", "--resolve", target));
        command.addAll(List.of(options));
        command.add(url);
        // its exit code is what some ask for
        command.addAll(0, List.of("sh", "-c", "\"$@\" || true", "sh"));
        return Shell.run(command.toArray(String[]::new));
    }

    private static String curl(String app) {
        return "curl -s -o /dev/null -w '%{http_code}' --noproxy '*' -H 'Host: "
                + app
                + ".localhost' http://127.0.0.1:"
                + Engine.httpPort()
                + "/";
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
