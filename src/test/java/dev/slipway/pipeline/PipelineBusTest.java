package dev.slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.AppName;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineBusTest {
    private static final RouteInbox AUDIT = new RouteInbox.AuditRequested();
    private static final RouteInbox SHOP = new RouteInbox.DeploymentTurned(new AppName("shop"));
    private static final RouteInbox BLOG = new RouteInbox.DeploymentTurned(new AppName("blog"));

    private final Vertx vertx = Vertx.vertx();
    private final PipelineBus bus = new PipelineBus(vertx.eventBus());
    private final List<RouteInbox> taken = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        vertx.close();
    }

    @Test
    void an_event_that_waits_already_is_not_sent_twice() {
        var held = new CountDownLatch(1);
        bus.consume(
                RouteInbox.class,
                event -> {
                    taken.add(event);
                    if (taken.size() == 1) {
                        awaitThat(held);
                    }
                });
        bus.emit(AUDIT);
        await().until(() -> taken.size() == 1);

        List.of(SHOP, SHOP, BLOG, SHOP, AUDIT, AUDIT).forEach(bus::emit);
        held.countDown();

        await().until(() -> taken.size() == 4);
        assertThat(taken).containsExactly(AUDIT, SHOP, BLOG, AUDIT);
        bus.emit(SHOP);
        await().until(() -> taken.size() == 5);
    }

    @Test
    void an_event_that_came_before_anybody_listened_does_not_hold_up_those_after() {
        bus.emit(AUDIT);

        bus.consume(RouteInbox.class, taken::add);
        bus.emit(AUDIT);

        await().untilAsserted(() -> assertThat(taken).containsExactly(AUDIT));
    }

    private static void awaitThat(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
