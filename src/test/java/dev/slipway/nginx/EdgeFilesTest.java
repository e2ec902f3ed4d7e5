package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.HostName;
import dev.slipway.lab.Settings;
import dev.slipway.nginx.Generation.Part;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class EdgeFilesTest {
    private static final AppName SHOP = new AppName("shop");
    @TempDir Path state;

    @Test
    void a_generation_is_written_once() {
        var files = files();
        var generation = generation("80", Map.of());

        assertThat(files.write(generation)).isTrue();
        assertThat(files.write(generation)).isFalse();
        assertThat(files.configurationOf(generation)).exists();
        assertThat(files.directoryOf(generation.name()))
                .isDirectoryContaining("glob:**/edge.lua")
                .isDirectoryContaining("glob:**/server.conf");
    }

    @Test
    void other_settings_and_other_apps_are_another_generation() {
        var bare = generation("80", Map.of());

        assertThat(generation("8080", Map.of()).name()).isNotEqualTo(bare.name());
        assertThat(generation("80", Map.of(SHOP, part("server {}"))).name())
                .isNotEqualTo(bare.name());
        assertThat(generation("80", Map.of()).name()).isEqualTo(bare.name());
    }

    @Test
    void what_was_tampered_with_is_put_back() throws IOException {
        var files = files();
        var generation = generation("80", Map.of());
        files.write(generation);
        var root = files.directoryOf(generation.name());

        Files.writeString(root.resolve("edge.lua"), "-- not ours");
        assertThat(files.write(generation)).isTrue();
        assertThat(root.resolve("edge.lua")).content().contains("return M");

        Files.writeString(root.resolve("apps/stranger.conf"), "server {}");
        assertThat(files.write(generation)).isTrue();
        assertThat(root.resolve("apps/stranger.conf")).doesNotExist();
    }

    @Test
    void the_live_generation_changes_in_one_step_and_the_old_ones_can_go() {
        var files = files();
        var old = generation("80", Map.of(SHOP, part("server { } # old")));
        var young = generation("80", Map.of());
        List.of(old, young).forEach(files::write);
        assertThat(files.live()).isEmpty();

        files.flip(old.name());
        assertThat(files.livePart(SHOP)).contains(part("server { } # old"));
        files.flip(young.name());
        files.keepOnly(Set.of(young.name()));

        assertThat(files.live()).contains(young.name());
        assertThat(files.livePart(SHOP)).isEmpty();
        assertThat(files.directoryOf(old.name())).doesNotExist();
        assertThat(files.configuration()).exists();
    }

    @Test
    void a_socket_that_is_gone_gets_another_name_which_outlives_the_engine() {
        var files = files();
        var before = files.socket();

        files.renewSocket();

        assertThat(files.socket()).isNotEqualTo(before);
        assertThat(files().socket()).isEqualTo(files.socket());
        files.renewSocket();
        assertThat(files.socket()).isEqualTo(before);
    }

    @Test
    void nobody_else_may_enter_the_directory() throws IOException {
        Files.createDirectory(state.resolve("edge"));
        files();

        assertThat(Files.getPosixFilePermissions(state.resolve("edge")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void the_table_is_written_whole_and_sorted() {
        var routes = new TreeMap<HostName, Route>();
        routes.put(new HostName("b.localhost"), new Route.Held());
        routes.put(
                new HostName("a.localhost"),
                new Route.Serving(
                        3, List.of(new Address("10.0.0.2", 80), new Address("10.0.0.3", 80))));
        files().writeTable(routes);

        assertThat(state.resolve("edge/routes.table"))
                .hasContent("a.localhost 3 10.0.0.2:80,10.0.0.3:80\nb.localhost @hold\n");
    }

    @Test
    void a_directory_too_deep_for_a_socket_is_named() {
        var deep = state.resolve("d".repeat(100));

        assertThatThrownBy(
                        new EdgeFiles(Settings.with(Map.of("slipway.state", deep.toString())))
                                ::prepare)
                .isInstanceOf(EdgeTrouble.class)
                .hasMessageContaining(deep.toString())
                .hasMessageContaining("too long");
    }

    private EdgeFiles files() {
        var files = new EdgeFiles(Settings.in(state, Map.of()));
        files.prepare();
        return files;
    }

    private Generation generation(String port, Map<AppName, Part> parts) {
        var config = Settings.in(state, Map.of("slipway.http-port", port));
        return new Blueprint(config, new EdgeFiles(config)).generation(new TreeMap<>(parts));
    }

    private static Part part(String conf) {
        return new Part(new TreeMap<>(Map.of(Part.conf(SHOP), conf)));
    }
}
