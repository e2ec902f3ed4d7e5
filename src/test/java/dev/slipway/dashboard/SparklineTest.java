package dev.slipway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.app.Usage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void values_lie_where_their_time_and_amount_put_them() {
        var line = Sparkline.of(List.of(value(0, 0), value(10, 50), value(40, 100)));

        assertThat(line.line()).isEqualTo("0.0,30.0 25.0,16.0 100.0,2.0");
        assertThat(line.area()).isEqualTo("0.0,30.0 " + line.line() + " 100.0,30.0");
    }

    @Test
    void a_single_value_is_a_level_line() {
        assertThat(Sparkline.of(List.of(value(7, 3))).line()).isEqualTo("0.0,2.0 100.0,2.0");
    }

    @Test
    void nothing_is_the_bottom() {
        assertThat(Sparkline.of(List.of(value(0, 0), value(5, 0))).line())
                .isEqualTo("0.0,30.0 100.0,30.0");
    }

    @Test
    void readings_are_told_in_words_too() {
        var readings =
                Readings.of(
                        List.of(
                                new Usage(START, 87.4, 64L << 20),
                                new Usage(START.plusSeconds(5), 0.42, 1_600L << 20)));

        assertThat(readings)
                .extracting(Readings::name, Readings::last, Readings::most)
                .containsExactly(
                        tuple("CPU", "0.4\u00a0%", "87\u00a0%"),
                        tuple("Memory", "1,600\u00a0MiB", "1,600\u00a0MiB"));
        assertThat(Readings.of(List.of())).isEmpty();
    }

    private static Sparkline.Value value(int second, double amount) {
        return new Sparkline.Value(START.plusSeconds(second), amount);
    }
}
