package dev.slipway.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.lab.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReserveTest {
    @TempDir Path state;

    @Test
    void with_less_than_the_reserve_nothing_is_built() {
        assertThat(refusal("2000000000"))
                .hasValueSatisfying(told ->
                        assertThat(told)
                                .contains(
                                        "MiB are free",
                                        state.toString(),
                                        "2000000000 MiB",
                                        "prune"));
    }

    @Test
    void with_more_than_the_reserve_builds_go_on() {
        assertThat(refusal("1")).isEmpty();
    }

    private java.util.Optional<String> refusal(String reserve) {
        return new DiskReserve(Settings.in(state, Map.of("slipway.build.disk-reserve-mb", reserve)))
                .refusal();
    }
}
