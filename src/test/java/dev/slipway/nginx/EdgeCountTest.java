package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.nginx.EdgeCount.ByPage;
import org.junit.jupiter.api.Test;

class EdgeCountTest {
    private static final String COUNTS = " 1 2 3 4 5 600 7000 80" + " 1".repeat(26);

    @Test
    void an_instance_and_a_page_are_told_apart() {
        var instance = parse("7@1764019443.123 a.localhost 3 10.213.0.2:8080" + COUNTS);
        var page = parse("7@1764019443.123 a.localhost - hold" + COUNTS);

        assertThat(instance.host()).isEqualTo(new HostName("a.localhost"));
        assertThat(instance.by()).isEqualTo(new ByInstance(3, new Address("10.213.0.2", 8080)));
        assertThat(instance.traffic().requests()).isEqualTo(15);
        assertThat(instance.traffic().bytesIn()).isEqualTo(600);
        assertThat(instance.traffic().bytesOut()).isEqualTo(7_000);
        assertThat(instance.traffic().millis()).isEqualTo(80);
        assertThat(instance.traffic().timed()).isEqualTo(26);
        assertThat(page.by()).isEqualTo(new ByPage("hold"));
    }

    @Test
    void what_a_worker_began_in_one_moment_has_records_of_its_own() {
        var one = parse("7@1764019443.123 a.localhost - hold" + COUNTS);
        var other = parse("7@1764019443.123 b.localhost - hold" + COUNTS);

        assertThat(one.record()).isNotEqualTo(other.record());
    }

    @Test
    void a_line_of_another_engine_is_passed_over() {
        assertThat(EdgeCount.parse("7 a.localhost - hold 1 2 3")).isEmpty();
        assertThat(EdgeCount.parse("")).isEmpty();
    }

    private static EdgeCount parse(String line) {
        return EdgeCount.parse(line).orElseThrow();
    }
}
