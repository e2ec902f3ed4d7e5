package dev.slipway.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.docker.Networks.AppNetwork;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressPlanTest {
    private static final List<String> ALL = List.of("a", "b", "c", "d");

    @Test
    void the_first_instances_get_the_first_addresses() {
        assertThat(AddressPlan.choose(network(), List.of(), 2)).containsExactly("a", "b");
    }

    @Test
    void the_next_ones_go_on_after_the_last() {
        assertThat(AddressPlan.choose(network(), List.of("b"), 2)).containsExactly("c", "d");
        assertThat(AddressPlan.choose(network(), List.of("d"), 2)).containsExactly("a", "b");
    }

    @Test
    void what_somebody_holds_is_left_alone() {
        assertThat(AddressPlan.choose(network("c"), List.of("b"), 2)).containsExactly("d", "a");
    }

    @Test
    void a_full_network_gives_fewer() {
        assertThat(AddressPlan.choose(network("a", "b"), List.of("c"), 2)).containsExactly("d");
    }

    private static AppNetwork network(String... taken) {
        return new AppNetwork("net", ALL, Set.of(taken));
    }
}
