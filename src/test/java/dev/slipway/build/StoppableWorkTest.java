package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StoppableWorkTest {
    @Test
    void it_is_stopped_by_an_interrupt_with_a_reason() {
        try (var work = new StoppableWork()) {
            Thread.ofVirtual().start(() -> work.stop("too long"));

            assertThatThrownBy(() -> new CountDownLatch(1).await())
                    .isInstanceOf(InterruptedException.class);
            assertThat(work.stopReason()).contains("too long");
        }
    }

    @Test
    void a_stop_that_comes_late_does_not_reach_what_comes_next() {
        var work = new StoppableWork();
        work.close();

        work.stop("too late");

        assertThat(Thread.interrupted()).isFalse();
        assertThat(work.stopReason()).isEmpty();
    }

    @Test
    void an_interrupt_that_nobody_has_seen_ends_with_the_work() {
        try (var work = new StoppableWork()) {
            work.stop("at once");
        }

        assertThat(Thread.interrupted()).isFalse();
    }
}
