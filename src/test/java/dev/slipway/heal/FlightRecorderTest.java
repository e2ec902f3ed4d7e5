package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Usage;
import dev.slipway.docker.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void the_share_of_the_processor_is_told_from_one_reading_to_the_next() {
        assertThat(
                        FlightRecorder.usages(
                                List.of(
                                        reading(0, 1_000, 10),
                                        reading(10, 3_000, 20),
                                        reading(20, 23_000, 15))))
                .containsExactly(
                        new Usage(NOW.plusSeconds(10), 20, 20),
                        new Usage(NOW.plusSeconds(20), 200, 15));
    }

    @Test
    void one_that_was_started_anew_counts_from_nothing() {
        assertThat(FlightRecorder.usages(List.of(reading(0, 9_000, 10), reading(10, 500, 5))))
                .containsExactly(new Usage(NOW.plusSeconds(10), 5, 5));
    }

    @Test
    void one_reading_tells_no_share() {
        assertThat(FlightRecorder.usages(List.of(reading(0, 9_000, 10)))).isEmpty();
    }

    private static Reading reading(int second, int cpuMs, long memory) {
        return new Reading(NOW.plusSeconds(second), Duration.ofMillis(cpuMs), memory);
    }
}
