package dev.slipway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.AppName;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final AppName ONE = new AppName("one");
    private static final AppName OTHER = new AppName("other");
    private final Lanes lanes = new Lanes();

    @Test
    void work_of_one_app_is_done_in_order_one_at_a_time() {
        var done = new CopyOnWriteArrayList<Integer>();

        for (int i = 0; i < 100; i++) {
            int number = i;
            lanes.run(ONE, () -> done.add(number));
        }

        await().until(() -> done.size() == 100);
        assertThat(done).isSorted();
    }

    @Test
    void apps_do_not_wait_for_each_other() throws InterruptedException {
        var hold = new CountDownLatch(1);
        var other = new CountDownLatch(1);

        lanes.run(ONE, () -> await().until(() -> hold.getCount() == 0));
        lanes.run(OTHER, other::countDown);

        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        hold.countDown();
    }

    @Test
    void work_that_fails_does_not_stop_the_lane() throws InterruptedException {
        var after = new CountDownLatch(1);

        lanes.run(
                ONE,
                () -> {
                    throw new IllegalStateException("on purpose");
                });
        lanes.run(ONE, after::countDown);

        assertThat(after.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_closed_lane_takes_nothing_more() {
        var done = new CopyOnWriteArrayList<String>();

        lanes.close();
        lanes.run(ONE, () -> done.add("late"));

        assertThat(done).isEmpty();
    }
}
