package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import dev.slipway.lab.Settings;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class EdgeFilesTest {
    @TempDir Path state;

    @Test
    void installs_once() {
        assertThat(files("80").install()).isTrue();
        assertThat(files("80").install()).isFalse();
        assertThat(state.resolve("edge"))
                .isDirectoryContaining("glob:**/nginx.conf")
                .isDirectoryContaining("glob:**/edge.lua");
    }

    @Test
    void other_settings_are_another_generation() {
        files("80").install();

        assertThat(files("8080").install()).isTrue();
        assertThat(files("8080").generation()).isNotEqualTo(files("80").generation());
        assertThat(files("80").generation()).isEqualTo(files("80").generation());
    }

    @Test
    void a_changed_module_is_put_back() throws IOException {
        files("80").install();
        Files.writeString(state.resolve("edge/edge.lua"), "-- not ours");

        assertThat(files("80").install()).isTrue();
        assertThat(state.resolve("edge/edge.lua")).content().contains("return M");
    }

    @Test
    void nobody_else_may_enter_the_directory() throws IOException {
        Files.createDirectory(state.resolve("edge"));
        files("80").install();

        assertThat(Files.getPosixFilePermissions(state.resolve("edge")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void the_table_is_written_whole_and_sorted() {
        var files = files("80");
        files.install();
        var routes = new TreeMap<HostName, Route>();
        routes.put(new HostName("b.localhost"), new Route.Held());
        routes.put(
                new HostName("a.localhost"),
                new Route.Serving(
                        3, List.of(new Address("10.0.0.2", 80), new Address("10.0.0.3", 80))));
        files.writeTable(routes);

        assertThat(state.resolve("edge/routes.table"))
                .hasContent("a.localhost 3 10.0.0.2:80,10.0.0.3:80\nb.localhost @hold\n");
    }

    @Test
    void a_directory_too_deep_for_a_socket_is_named() {
        var deep = state.resolve("d".repeat(100));

        assertThatThrownBy(
                        new EdgeFiles(Settings.with(Map.of("slipway.state", deep.toString())))
                                ::install)
                .isInstanceOf(EdgeTrouble.class)
                .hasMessageContaining(deep.toString())
                .hasMessageContaining("too long");
    }

    private EdgeFiles files(String port) {
        return new EdgeFiles(
                Settings.with(
                        Map.of("slipway.state", state.toString(), "slipway.http-port", port)));
    }
}
