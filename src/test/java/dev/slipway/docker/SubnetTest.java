package dev.slipway.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {
    @Test
    void a_27_has_29_addresses_for_instances() {
        var subnet = Subnet.parse("10.213.0.32/27");

        assertThat(subnet.gateway()).isEqualTo("10.213.0.33");
        assertThat(subnet.instanceAddresses())
                .hasSize(29)
                .startsWith("10.213.0.34")
                .endsWith("10.213.0.62");
    }

    @Test
    void a_16_splits_into_2048_of_them() {
        assertThat(Subnet.parse("10.213.0.0/16").split(27))
                .hasSize(2048)
                .startsWith(Subnet.parse("10.213.0.0/27"))
                .endsWith(Subnet.parse("10.213.255.224/27"));
        assertThat(Subnet.parse("10.0.0.0/28").split(27)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.213.0.0/27, true",
        "10.213.0.0/27, 10.0.0.0/8, true",
        "172.17.0.0/16, 10.213.0.0/27, false",
        "10.213.0.0/27, 10.213.0.32/27, false",
        "0.0.0.0/0, 10.213.0.0/27, true",
        "192.168.0.0/16, 192.168.200.0/24, true"
    })
    void overlaps(String one, String other, boolean expected) {
        assertThat(Subnet.parse(one).overlaps(Subnet.parse(other))).isEqualTo(expected);
    }

    @Test
    void refuses_what_is_no_range() {
        assertThatThrownBy(() -> Subnet.parse("10.0.0.0")).hasMessageContaining("no IPv4 range");
    }
}
