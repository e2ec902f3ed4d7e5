package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.Settings;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class NginxTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true, 0, loopback-listens-on-ipv6-too",
        "127.0.0.1, false, 0, loopback-of-a-machine-without-ipv6",
        "0.0.0.0, true, 9090, every-address-and-grpc",
        "192.0.2.7, true, 0, one-address"
    })
    void renders(String bind, boolean ipv6, int grpcPort, String golden) {
        var listens = new Listens(bind, 80, 443, grpcPort, ipv6);

        Golden.file("nginx", golden)
                .assertHolds(
                        nginx(
                                        "/var/lib/slipway/edge",
                                        listens.plain(),
                                        listens.tlsAddresses(),
                                        listens.grpcAddresses())
                                .render());
    }

    @Test
    void renders_a_line_for_each_route() {
        assertThat(new Routes(List.of("a.localhost 1 10.0.0.1:80", "b.localhost @hold")).render())
                .isEqualTo("a.localhost 1 10.0.0.1:80\nb.localhost @hold\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\nb", "a\rb", "a;b", "a{b", "a}b", "a\"b", "a'b", "a$b", "a\\b", "a\0b"})
    void refuses_what_could_end_a_directive(String value) {
        assertThatThrownBy(() -> nginx(value, List.of("127.0.0.1:80"), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nginx("/edge", List.of(value), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Listens(value, 80, 443, 0, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Nginx nginx(
            String edge, List<String> plain, List<String> tls, List<String> grpc) {
        return new Nginx(
                edge,
                edge + "/generations/0123456789abcdef",
                "admin.sock",
                plain,
                tls,
                grpc,
                Settings.with(Map.of()).edge().parking(),
                "0123456789abcdef");
    }
}
