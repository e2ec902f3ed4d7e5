package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.GrpcApp;
import dev.slipway.lab.TestApp;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void an_app_that_speaks_grpc_is_ready_at_its_first_frame() {
        try (var app = GrpcApp.on("127.0.0.2")) {
            assertThat(Readiness.probeGrpc(app.address())).isEqualTo(new Readiness.Answer.Ready());
        }
    }

    @Test
    void an_app_that_speaks_http_1_is_told_that_grpc_was_expected() {
        try (var app = TestApp.on("127.0.0.2", "old")) {
            assertThat(Readiness.probeGrpc(app.address()))
                    .isInstanceOfSatisfying(
                            Readiness.Answer.Unwell.class,
                            answer -> assertThat(answer.why()).contains("HTTP/2"));
        }
    }

    @Test
    void nobody_there_is_closed() {
        assertThat(Readiness.probeGrpc(TestApp.freeAddress("127.0.0.2")))
                .isInstanceOf(Readiness.Answer.Closed.class);
    }
}
