package dev.slipway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.fakes.FakeEdge;
import dev.slipway.nginx.EdgeCount;
import dev.slipway.nginx.EdgeCount.AnsweredBy;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.nginx.EdgeCount.ByPage;
import dev.slipway.probe.Probe.Outcome;
import dev.slipway.traffic.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WitnessTest {
    private static final Duration SWITCH = Duration.ofMillis(3);
    private static final AnsweredBy OLD = instance(1);
    private static final AnsweredBy NEW = instance(2);

    @Test
    void users_and_probes_of_both_releases_are_counted_once() {
        var receipt =
                Witness.receipt(
                        Tally.of(List.of(count(OLD, 10, 1), count(NEW, 90, 4))),
                        Map.of(Outcome.ANSWERED, 52),
                        SWITCH);

        assertThat(receipt.requests()).isEqualTo(100);
        assertThat(receipt.failed()).isZero();
        assertThat(receipt.p50()).contains(Duration.ofMillis(7));
        assertThat(receipt.switchTime()).isEqualTo(SWITCH);
    }

    @Test
    void a_probe_that_the_edge_could_not_count_is_added_to_what_it_did() {
        var receipt =
                Witness.receipt(
                        Tally.of(
                                List.of(
                                        count(NEW, 90, 4),
                                        count(new ByPage("down"), 3, 17),
                                        count(new ByPage("starting"), 2, 0))),
                        Map.of(Outcome.ANSWERED, 48, Outcome.LOST, 4, Outcome.BROKEN, 1),
                        SWITCH);

        assertThat(receipt.requests()).isEqualTo(99);
        assertThat(receipt.failed()).isEqualTo(8);
        assertThat(receipt.p99()).contains(Duration.ofMillis(7));
    }

    @Test
    void without_an_answer_there_are_no_times() {
        var receipt = Witness.receipt(Tally.NONE, Map.of(Outcome.LOST, 50), SWITCH);

        assertThat(receipt.requests()).isEqualTo(50);
        assertThat(receipt.failed()).isEqualTo(50);
        assertThat(receipt.p50()).isEmpty();
        assertThat(receipt.p99()).isEmpty();
    }

    private static AnsweredBy instance(int release) {
        return new ByInstance(release, new Address("10.213.0.2", 8080));
    }

    private static EdgeCount count(AnsweredBy by, long requests, int span) {
        return new EdgeCount(
                by.toString(),
                new HostName("shop.localhost"),
                by,
                FakeEdge.traffic(requests, 2, span));
    }
}
