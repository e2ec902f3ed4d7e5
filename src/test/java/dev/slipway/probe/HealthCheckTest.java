package dev.slipway.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.GrpcApp;
import dev.slipway.lab.TestApp;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    private static final HealthCheck CHECK =
            new HealthCheck(Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void an_app_that_speaks_grpc_is_ready_at_its_first_frame() {
        try (var app = GrpcApp.on("127.0.0.2")) {
            assertThat(CHECK.overGrpc(app.address())).isEqualTo(new Answer.Well());
        }
    }

    @Test
    void an_app_that_speaks_http_1_is_told_that_grpc_was_expected() {
        try (var app = TestApp.on("127.0.0.2", "old")) {
            assertThat(CHECK.overGrpc(app.address()))
                    .isInstanceOfSatisfying(
                            Answer.Unwell.class,
                            answer -> assertThat(answer.why()).contains("HTTP/2"));
        }
    }

    @Test
    void nobody_there_is_closed() {
        assertThat(CHECK.overGrpc(TestApp.freeAddress("127.0.0.2")))
                .isInstanceOf(Answer.Closed.class);
    }
}
