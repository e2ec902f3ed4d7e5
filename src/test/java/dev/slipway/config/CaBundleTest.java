package dev.slipway.config;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.lab.ServerCertificate;
import dev.slipway.lab.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaBundleTest {
    @TempDir Path temp;
    private Path file = Path.of("");
    private CaBundle bundle = new CaBundle(Settings.with(Map.of()));

    @BeforeEach
    void readFromTemp() {
        file = temp.resolve("bundle.pem");
        bundle = new CaBundle(Settings.in(temp, Map.of("slipway.ca-bundle", file.toString())));
    }

    @Test
    void without_a_file_javas_own_authorities_are_trusted() throws IOException {
        assertThat(bundle.trustManager().getAcceptedIssuers()).hasSizeGreaterThan(50);
    }

    @Test
    void the_files_authorities_come_on_top_and_are_read_again_when_they_change()
            throws IOException {
        assertThat(trusted()).noneMatch(name -> name.equals("CN=first"));

        trust("first", 1_000);
        assertThat(trusted()).contains("CN=first").hasSizeGreaterThan(50);

        trust("second", 2_000);
        assertThat(trusted()).contains("CN=second").noneMatch(name -> name.equals("CN=first"));
    }

    @Test
    void a_file_that_is_no_bundle_is_named() throws IOException {
        Files.writeString(file, "-----BEGIN CERTIFICATE-----\nnonsense\n");

        assertThatThrownBy(bundle::trustManager)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    private void trust(String name, long modified) throws IOException {
        Files.copy(ServerCertificate.make(temp, name).pem(), file, REPLACE_EXISTING);
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    }

    private Stream<String> trusted() throws IOException {
        return Stream.of(bundle.trustManager().getAcceptedIssuers())
                .map(issuer -> issuer.getSubjectX500Principal().getName());
    }
}
