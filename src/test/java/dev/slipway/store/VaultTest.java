package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    private static final AppName SHOP = new AppName("shop");
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final AppConfig CONFIG =
            AppConfig.DEFAULT.asSeen(8080, new Environment(Map.of("DB_PASSWORD", PASSWORD)));

    @TempDir Path state;
    private TestStore store;

    @BeforeEach
    void an_app_with_a_password() {
        store = TestStore.in(state);
        store.apps.add(new App(SHOP, CONFIG, App.Intent.RUNNING, Instant.EPOCH));
    }

    @Test
    void no_file_but_the_key_helps_to_read_a_password() throws IOException {
        assertThat(store.apps.find(SHOP)).map(App::config).contains(CONFIG);

        try (var files = Files.list(state)) {
            for (var file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSWORD, "DB_PASSWORD");
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                .isEqualTo("rw-------");
    }

    @Test
    void the_same_is_never_sealed_to_the_same_text() {
        assertThat(store.vault.seal(PASSWORD)).isNotEqualTo(store.vault.seal(PASSWORD));
    }

    @Test
    void a_store_whose_key_is_lost_says_so_and_makes_no_new_one() throws IOException {
        Files.delete(key());

        assertThatThrownBy(() -> TestStore.in(state))
                .isInstanceOf(StoreTrouble.class)
                .hasMessageContainingAll("secret.key is gone", "put it back");
        assertThat(key()).doesNotExist();
    }

    @Test
    void another_key_opens_nothing() throws IOException {
        var other = TestStore.in(Files.createDirectory(state.resolve("other")));
        Files.copy(
                state.resolve("other/secret.key"),
                key(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> TestStore.in(state).apps.all())
                .isInstanceOf(StoreTrouble.class)
                .hasMessageContaining("put back the key");
        assertThatThrownBy(() -> other.vault.open(store.vault.seal(PASSWORD)))
                .isInstanceOf(StoreTrouble.class);
    }

    @Test
    void what_an_older_engine_kept_plain_is_sealed_at_the_next_start() {
        store.database.write(
                sql -> sql.update("update apps set config = '{\"healthPath\":\"/up\"}'"));

        var started = TestStore.in(state);

        assertThat(started.apps.find(SHOP).orElseThrow().config().healthPath()).isEqualTo("/up");
        assertThat(
                        started.database.<Optional<String>>read(
                                sql -> sql.first(c -> c.text("config"), "select config from apps")))
                .hasValueSatisfying(kept -> assertThat(kept).startsWith("sealed:"));
    }

    private Path key() {
        return state.resolve("secret.key");
    }
}
