package dev.slipway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/// A file with a secret in it: mode 0600 from the first byte on.
public final class PrivateFile {
    private PrivateFile() {}

    /// Makes the file, whole or not at all, and the directory that it is in.
    ///
    /// @throws IOException when it cannot be written
    public static void create(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        var part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(
                part,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.move(part, file);
    }
}
