package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Golden files: `src/test/resources/nginx`.
@QuarkusTest
class NginxTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true, loopback-listens-on-ipv6-too",
        "127.0.0.1, false, loopback-of-a-machine-without-ipv6",
        "0.0.0.0, true, every-address",
        "192.0.2.7, true, one-address"
    })
    void renders(String bind, boolean ipv6, String golden) throws IOException {
        var rendered =
                Nginx.of("/var/lib/slipway/edge", Listens.of(bind, 80, ipv6), "0123456789abcdef")
                        .render();

        var file = Path.of("src/test/resources/nginx", golden + ".conf");
        assertThat(rendered).isEqualTo(Files.readString(file));
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
        assertThatThrownBy(() -> Nginx.of(value, List.of("127.0.0.1:80"), "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Nginx.of("/edge", List.of(value), "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
