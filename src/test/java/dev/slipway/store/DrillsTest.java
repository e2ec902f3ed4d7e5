package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.AppName;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillsTest {
    private static final AppName SHOP = new AppName("shop");
    private static final AppName BLOG = new AppName("blog");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Drill.Finished FINISHED = new Drill.Finished(NOW.plusSeconds(9));
    private static final InstanceId INSTANCE = new InstanceId("0mwsgrs5hofjwl2-1");
    private static final Drill.Result SEEN =
            new Drill.Result(
                    Fault.PAUSE,
                    INSTANCE,
                    Optional.of(Incident.Cause.PAUSED),
                    Optional.of(Duration.ofMillis(14)),
                    Optional.of(Duration.ofMillis(57)),
                    76,
                    1);
    private static final Drill.Result UNSEEN =
            new Drill.Result(
                    Fault.HANG,
                    INSTANCE,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    9,
                    9);

    @TempDir Path state;
    private Apps apps;
    private Drills drills;

    @BeforeEach
    void two_apps() {
        var store = TestStore.in(state);
        apps = store.apps;
        drills = new SqliteDrills(store.database);
        store.add(SHOP, NOW);
        store.add(BLOG, NOW);
    }

    @Test
    void a_drill_is_kept_with_its_results_in_their_order_and_goes_with_its_app() {
        var drill = begun(SHOP);
        drills.add(drill.id(), SEEN);
        drills.add(drill.id(), UNSEEN);
        drills.end(drill.id(), new Drill.Failed(NOW, "hang was not noticed within 120 s"));

        var kept = drills.find(drill.id()).orElseThrow();
        assertThat(kept.app()).isEqualTo(SHOP);
        assertThat(kept.faults()).containsExactly(Fault.PAUSE, Fault.HANG);
        assertThat(kept.startedAt()).isEqualTo(NOW);
        assertThat(kept.state())
                .isEqualTo(new Drill.Failed(NOW, "hang was not noticed within 120 s"));
        assertThat(kept.results()).containsExactly(SEEN, UNSEEN);

        apps.remove(SHOP);
        assertThat(drills.find(drill.id())).isEmpty();
        drills.add(drill.id(), SEEN);
        drills.end(drill.id(), FINISHED);
        assertThat(drills.find(drill.id())).isEmpty();
    }

    @Test
    void an_app_has_one_drill_at_a_time() {
        var first = begun(SHOP);
        begun(BLOG);

        assertThat(drills.begin(Drill.of(SHOP, List.of(Fault.KILL), NOW))).isFalse();
        assertThat(drills.latest(SHOP, 9)).extracting(Drill::id).containsExactly(first.id());

        drills.end(first.id(), FINISHED);
        begun(SHOP);
    }

    @Test
    void the_first_end_counts() {
        var drill = begun(SHOP);
        drills.end(drill.id(), FINISHED);
        drills.end(drill.id(), new Drill.Failed(NOW, "the engine was restarted"));

        assertThat(drills.find(drill.id()).orElseThrow().state()).isEqualTo(FINISHED);
    }

    @Test
    void all_that_run_are_ended_at_once() {
        var over = begun(SHOP);
        drills.end(over.id(), FINISHED);
        var cut = new Drill.Failed(NOW, "the engine was restarted");
        var running = List.of(begun(SHOP), begun(BLOG));

        drills.endAll(cut);

        assertThat(running)
                .allSatisfy(drill ->
                        assertThat(drills.find(drill.id()).orElseThrow().state()).isEqualTo(cut));
        assertThat(drills.find(over.id()).orElseThrow().state()).isEqualTo(FINISHED);
    }

    @Test
    void the_newest_fifty_of_an_app_are_kept() {
        var blog = begun(BLOG);
        var begun = new ArrayList<String>();
        for (int i = 0; i < 53; i++) {
            var drill = begun(SHOP);
            drills.add(drill.id(), SEEN);
            drills.end(drill.id(), FINISHED);
            begun.addFirst(drill.id());
        }

        assertThat(drills.latest(SHOP, 99))
                .extracting(Drill::id)
                .containsExactlyElementsOf(begun.subList(0, 50));
        assertThat(drills.latest(SHOP, 1)).extracting(Drill::id).containsExactly(begun.getFirst());
        assertThat(drills.find(blog.id())).isPresent();
    }

    private Drill begun(AppName app) {
        var drill = Drill.of(app, List.of(Fault.PAUSE, Fault.HANG), NOW);
        assertThat(drills.begin(drill)).isTrue();
        return drill;
    }
}
