package dev.slipway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.app.Traffic;
import dev.slipway.fakes.FakeEdge;
import dev.slipway.nginx.EdgeCount;
import dev.slipway.nginx.EdgeCount.AnsweredBy;
import dev.slipway.nginx.EdgeCount.ByInstance;
import dev.slipway.nginx.EdgeCount.ByPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final AppName SHOP = new AppName("shop");
    private static final HostName HOST = new HostName("shop.localhost");
    private static final HostName WWW = new HostName("www.example.com");
    private static final Map<HostName, AppName> OWNERS = Map.of(HOST, SHOP, WWW, SHOP);
    private static final ByInstance ONE = instance(1);

    private final Growth growth = new Growth();
    private final Ledger ledger = new Ledger();

    @Test
    void what_the_edge_had_counted_before_the_first_look_is_not_ours() {
        look(0, count("a", HOST, ONE, 7));
        look(5, count("a", HOST, ONE, 9), count("b", HOST, ONE, 1));

        assertThat(total().all().requests()).isEqualTo(3);
    }

    @Test
    void all_workers_and_all_hosts_of_an_app_count() {
        look(0);
        look(5, count("a", HOST, ONE, 2), count("b", HOST, ONE, 3), count("c", WWW, ONE, 4));

        assertThat(total().of(ONE).requests()).isEqualTo(9);
        assertThat(total().all().bytesOut()).isEqualTo(9_000);
    }

    @Test
    void a_count_that_shrank_began_anew() {
        look(0);
        look(5, count("a", HOST, ONE, 9));
        look(10, count("a", HOST, ONE, 2));

        assertThat(total().all().requests()).isEqualTo(11);
    }

    @Test
    void a_count_that_a_full_dict_threw_out_and_that_came_back_is_not_counted_twice() {
        look(0);
        look(5, count("a", HOST, ONE, 9));
        look(10);
        look(15, count("a", HOST, ONE, 10));

        assertThat(total().all().requests()).isEqualTo(10);
    }

    @Test
    void a_count_that_has_been_gone_for_long_is_forgotten() {
        look(0);
        look(5, count("a", HOST, ONE, 9));
        look(2_000);
        look(2_005, count("a", HOST, ONE, 10));

        assertThat(total().all().requests()).isEqualTo(19);
    }

    @Test
    void pages_that_stand_for_an_instance_are_failures_and_others_are_not() {
        look(0);
        look(
                5,
                count("a", HOST, ONE, 1),
                count("b", HOST, new ByPage("down"), 2),
                count("c", HOST, new ByPage("hold"), 3),
                count("d", HOST, new ByPage("crowded"), 4),
                count("e", HOST, new ByPage("cut"), 5),
                count("f", HOST, new ByPage("stopped"), 6),
                count("g", HOST, new ByPage("starting"), 7),
                count("h", HOST, new ByPage("maintenance"), 8),
                count("i", HOST, new ByPage("unknown"), 9));

        assertThat(total().failed()).isEqualTo(14);
        assertThat(total().all().requests()).isEqualTo(45);
        assertThat(total().answered().requests()).isEqualTo(1);
        assertThat(total().pages()).containsEntry(new ByPage("hold"), 3L);
    }

    @Test
    void the_last_minute_is_the_last_minute() {
        look(0);
        for (int second = 1; second <= 300; second++) {
            look(second, count("a", HOST, ONE, second));
        }

        assertThat(total().all().requests()).isEqualTo(300);
        assertThat(minute(300).requests()).isBetween(55L, 60L);
        assertThat(minute(330).requests()).isBetween(25L, 30L);
        assertThat(minute(400).requests()).isZero();
    }

    @Test
    void an_app_that_is_gone_has_no_account() {
        look(0);
        look(5, count("a", HOST, ONE, 1));
        ledger.forget(SHOP);
        assertThat(ledger.totals()).isEmpty();

        look(10, count("a", HOST, ONE, 2));
        ledger.enter(growth.upTo(List.of(count("a", HOST, ONE, 3)), at(15)), Map.of(), at(15));

        assertThat(ledger.totals()).isEmpty();
        assertThat(minute(15).requests()).isZero();
    }

    @Test
    void instances_of_old_releases_go_and_their_requests_stay_in_the_sum() {
        look(0);
        for (int release = 1; release <= 200; release++) {
            look(release, count("r" + release, HOST, instance(release), 1));
        }

        assertThat(total().all().requests()).isEqualTo(200);
        assertThat(total().instances()).hasSizeLessThan(50).containsKey(instance(200));
    }

    private void look(int second, EdgeCount... counts) {
        ledger.enter(growth.upTo(List.of(counts), at(second)), OWNERS, at(second));
    }

    private Tally total() {
        return ledger.of(SHOP, NOW).total();
    }

    private Traffic minute(int second) {
        return ledger.of(SHOP, at(second)).lastMinute().all();
    }

    private static Instant at(int second) {
        return NOW.plusSeconds(second);
    }

    private static ByInstance instance(int release) {
        return new ByInstance(release, new Address("10.213.0.2", 8080));
    }

    private static EdgeCount count(String record, HostName host, AnsweredBy by, long requests) {
        return new EdgeCount(record, host, by, FakeEdge.traffic(requests, 2, 3));
    }
}
