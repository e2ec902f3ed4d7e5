package dev.slipway.retain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.Release;
import dev.slipway.dashboard.DashboardEngine;
import dev.slipway.dashboard.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DashboardEngine.class)
class GarbageCollectorTest {
    @Inject GarbageCollector collector;
    @Inject Rows rows;

    @BeforeEach
    @AfterEach
    void clear() {
        rows.clear();
    }

    @Test
    void releases_that_did_not_start_push_out_others_but_not_the_one_to_go_back_to() {
        var shop = rows.app("shop");
        rows.live(shop);
        rows.live(shop);
        for (int i = 0; i < 5; i++) {
            rows.unstarted(shop);
        }
        rows.live(shop);

        assertThat(collector.find().releases()).extracting(Release::number).containsExactly(3, 1);
    }
}
