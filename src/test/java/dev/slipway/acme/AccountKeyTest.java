package dev.slipway.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountKeyTest {
    @TempDir Path state;

    @Test
    void the_key_of_the_first_use_is_that_of_the_next() {
        var first = key().load();
        var next = key().load();

        assertThat(next.getPublic()).isEqualTo(first.getPublic());
        assertThat(next.getPrivate()).isEqualTo(first.getPrivate());
    }

    @Test
    void a_file_that_holds_no_key_is_named_and_left_alone() throws IOException {
        var file = Files.writeString(state.resolve("acme-account.pem"), "gone");

        assertThatThrownBy(() -> key().load())
                .isInstanceOf(AcmeTrouble.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("gone");
    }

    private AccountKey key() {
        return new AccountKey(Settings.in(state, Map.of()));
    }
}
