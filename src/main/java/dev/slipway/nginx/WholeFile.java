package dev.slipway.nginx;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that is read by another process, at any moment, also after a power cut: it holds the old
/// content or the new, whole.
final class WholeFile {
    private WholeFile() {}

    /// Writes aside, syncs, renames; leaves the file alone when it holds this already.
    ///
    /// @return whether the file is another one now
    static boolean replace(Path file, String content) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(content)) {
            return false;
        }
        var aside = file.resolveSibling("." + file.getFileName() + ".new");
        writeSynced(aside, content);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        syncNameOf(file);
        return true;
    }

    private static void writeSynced(Path file, String content) throws IOException {
        try (var channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
            var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /// A rename is durable when its directory is: fsync(2).
    private static void syncNameOf(Path file) throws IOException {
        try (var directory = FileChannel.open(file.toAbsolutePath().getParent(), READ)) {
            directory.force(true);
        }
    }
}
