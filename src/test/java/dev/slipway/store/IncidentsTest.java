package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsTest {
    private static final Optional<AppName> PROXY = Optional.empty();
    private static final Optional<AppName> SHOP = Optional.of(new AppName("shop"));
    private static final Optional<AppName> BLOG = Optional.of(new AppName("blog"));
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @TempDir Path state;
    private Incidents incidents;

    @BeforeEach
    void two_apps() {
        var store = TestStore.in(state);
        store.add(SHOP.get(), NOW);
        store.add(BLOG.get(), NOW);
        incidents = new SqliteIncidents(store.database);
    }

    @Test
    void those_that_are_open_are_found_by_cause_and_app() {
        var ofProxy = add(PROXY, Cause.BLOCKS_REFUSED, NOW);
        var ofShop = add(SHOP, Cause.BLOCKS_REFUSED, NOW);
        add(BLOG, Cause.BLOCKS_REFUSED, NOW);
        add(SHOP, Cause.IMAGE_MISSING, NOW);

        assertThat(incidents.open(Cause.BLOCKS_REFUSED, PROXY)).containsExactly(ofProxy);
        assertThat(incidents.open(Cause.BLOCKS_REFUSED, SHOP)).containsExactly(ofShop);
        assertThat(incidents.open(Cause.PROXY_DOWN, PROXY)).isEmpty();
    }

    @Test
    void the_newest_comes_first_and_one_that_has_ended_not_at_all() {
        var first = add(SHOP, Cause.BAD_RELEASE, NOW);
        var ended = add(SHOP, Cause.BAD_RELEASE, NOW.plusSeconds(1));
        var last = add(SHOP, Cause.BAD_RELEASE, NOW.plusSeconds(2));

        incidents.restored(ended.id(), NOW.plusSeconds(3));

        assertThat(incidents.open(Cause.BAD_RELEASE, SHOP)).containsExactly(last, first);
    }

    private Incident add(Optional<AppName> app, Cause cause, Instant at) {
        var incident = Incident.found(app, cause, "detail", "action", at);
        incidents.add(incident);
        return incident;
    }
}
