package dev.slipway.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is expected, as a file that a person has read. `-Dgolden.write` writes what was rendered
/// instead, to be read before it is committed.
record Golden(Path path) {
    static Golden file(String folder, String name) {
        return new Golden(Path.of("src/test/resources", folder, name + ".conf"));
    }

    void assertHolds(String rendered) {
        try {
            if (System.getProperty("golden.write") != null) {
                Files.writeString(path, rendered);
            }
            assertThat(rendered).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
