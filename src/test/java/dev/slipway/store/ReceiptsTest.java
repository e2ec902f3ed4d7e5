package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Receipt;
import dev.slipway.app.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptsTest {
    private static final AppName SHOP = new AppName("shop");
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Duration SWITCH = Duration.ofMillis(4);

    @TempDir Path state;
    private Apps apps;
    private Receipts receipts;
    private final Deployment deployment =
            Deployment.requested(SHOP, Trigger.API, Optional.empty(), Optional.empty(), NOW);

    @BeforeEach
    void a_deployment() {
        var store = TestStore.in(state);
        apps = store.apps;
        receipts = new SqliteReceipts(store.database);
        store.add(SHOP, NOW);
        store.deployments.accept(deployment, Optional.empty());
    }

    @Test
    void a_receipt_is_kept_and_goes_with_its_app() {
        var receipt =
                new Receipt(
                        74,
                        1,
                        Optional.of(Duration.ofMillis(2)),
                        Optional.of(Duration.ofMillis(70)),
                        SWITCH);
        assertThat(receipts.of(deployment.id())).isEmpty();

        receipts.add(deployment.id(), receipt);
        assertThat(receipts.of(deployment.id())).contains(receipt);

        apps.remove(SHOP);
        assertThat(receipts.of(deployment.id())).isEmpty();
        assertThatThrownBy(() -> receipts.add(deployment.id(), receipt))
                .isInstanceOf(StoreTrouble.class)
                .hasMessage("What this belongs to was removed meanwhile");
    }

    @Test
    void a_switch_that_nobody_saw_has_no_times() {
        var receipt = new Receipt(50, 50, Optional.empty(), Optional.empty(), SWITCH);

        receipts.add(deployment.id(), receipt);

        assertThat(receipts.of(deployment.id())).contains(receipt);
    }
}
