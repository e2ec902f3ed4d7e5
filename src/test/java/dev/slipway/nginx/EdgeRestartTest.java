package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.TestApp;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EdgeRestartTest extends EdgeTest {
    @Test
    void a_proxy_that_restarts_without_the_engine_knows_its_routes() {
        try (var app = TestApp.on("127.0.0.2", "blue")) {
            proxy.route(host, serving(4, app));
            proxy.docker("restart");
            assertServes(4);
        }
    }

    @Test
    void a_proxy_that_was_killed_comes_back() {
        try (var app = TestApp.on("127.0.0.2", "blue")) {
            proxy.route(host, serving(5, app));
            proxy.docker("kill");
            assertThat(proxy.edge().isAnswering()).isFalse();
            proxy.docker("start");
            assertServes(5);
        }
    }

    @Test
    void a_reload_keeps_routes_and_the_way_in() {
        try (var app = TestApp.on("127.0.0.2", "blue")) {
            proxy.route(host, serving(6, app));
            var before = proxy.log().length();
            proxy.signal("HUP");
            await().until(() -> proxy.log().substring(before).contains("exited with code 0"));
            assertServes(6);
        }
    }

    @Test
    void the_proxy_tells_which_files_it_runs() {
        proxy.awaitAnswer();
        assertThat(proxy.edge().status().map(Edge.Status::generation))
                .isEqualTo(proxy.files().live());
    }

    private void assertServes(int release) {
        proxy.awaitAnswer();
        try (var client = proxy.connect()) {
            assertThat(client.get(host.value()).header("x-slipway-release"))
                    .isEqualTo(String.valueOf(release));
        }
    }
}
