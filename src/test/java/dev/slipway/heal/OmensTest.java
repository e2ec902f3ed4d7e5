package dev.slipway.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.app.InstanceId;
import dev.slipway.docker.DockerEvent;
import dev.slipway.docker.DockerEvent.Action;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OmensTest {
    private static final InstanceId INSTANCE = new InstanceId("0mwwg2idteq778x-1");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private final Omens omens = new Omens();

    @Test
    void what_was_told_before_a_death_is_why() {
        omens.add(event(Action.OUT_OF_MEMORY, 0));

        assertThat(omens.of(event(Action.DIED, 1))).contains(Action.OUT_OF_MEMORY);
    }

    @Test
    void it_tells_of_one_death() {
        omens.add(event(Action.OUT_OF_MEMORY, 0));
        omens.of(event(Action.DIED, 1));

        assertThat(omens.of(event(Action.DIED, 2))).isEmpty();
    }

    @Test
    void what_was_told_after_the_death_is_not_of_the_next() {
        omens.of(event(Action.DIED, 0));
        omens.add(event(Action.OUT_OF_MEMORY, 1));
        omens.forget(INSTANCE); // it started

        assertThat(omens.of(event(Action.DIED, 2))).isEmpty();
    }

    @Test
    void what_was_told_long_ago_had_no_consequence() {
        omens.add(event(Action.SIGNALLED, 0));

        assertThat(omens.of(event(Action.DIED, 61))).isEmpty();
    }

    @Test
    void of_what_is_not_known_any_more_nothing_is_kept() {
        omens.add(event(Action.SIGNALLED, 0));
        omens.keepOnly(Set.of());

        assertThat(omens.of(event(Action.DIED, 1))).isEmpty();
    }

    private static DockerEvent.OfInstance event(Action action, int second) {
        return new DockerEvent.OfInstance(
                INSTANCE, action, Optional.empty(), NOW.plusSeconds(second));
    }
}
