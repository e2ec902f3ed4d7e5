package dev.slipway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficTest {
    @Test
    void a_percentile_is_the_end_of_its_span() {
        var traffic = in(1, 90).plus(in(4, 9)).plus(in(17, 1));

        assertThat(traffic.withinMs(0.5)).contains(2);
        assertThat(traffic.withinMs(0.9)).contains(2);
        assertThat(traffic.withinMs(0.99)).contains(7);
        assertThat(traffic.withinMs(1)).contains(1_000);
        assertThat(in(25, 1).withinMs(0.5)).contains(30_000);
        assertThat(Traffic.NONE.withinMs(0.5)).isEmpty();
    }

    @Test
    void what_came_since_is_the_difference() {
        var before = in(3, 5);
        var now = before.plus(in(3, 2)).plus(in(6, 1));

        assertThat(now.since(before)).isEqualTo(in(3, 2).plus(in(6, 1)));
        assertThat(now.hasGrownFrom(before)).isTrue();
        assertThat(before.hasGrownFrom(now)).isFalse();
        assertThat(now.requests()).isEqualTo(8);
        assertThat(now.answered(2)).isEqualTo(8);
    }

    private static Traffic in(int span, long requests) {
        var spans = new ArrayList<>(Traffic.NONE.spans());
        spans.set(span, requests);
        return new Traffic(List.of(0L, requests, 0L, 0L, 0L), 1, 1, 1, spans);
    }
}
