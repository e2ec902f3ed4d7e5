package dev.slipway.backup;

import dev.slipway.config.EngineConfig;
import dev.slipway.store.Snapshots;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The whole state as a tar: a snapshot of the database, the key that opens it, the admin token,
/// the Git mirrors, the build logs. Whoever has it has all secrets.
@Singleton
public class Backup {
    private static final int PRIVATE = 0100600;
    private static final int BUFFER = 64 * 1024;

    private final Path state;
    private final Snapshots snapshots;

    Backup(EngineConfig config, Snapshots snapshots) {
        this.state = config.state();
        this.snapshots = snapshots;
    }

    /// The engine goes on meanwhile. Only a whole tar is ended, and `out` closed then: who reads it
    /// sees that the rest is missing.
    ///
    /// @throws IOException when `out` cannot be written to, or the disk not be read
    public void writeTo(OutputStream out) throws IOException {
        var snapshot = Files.createTempFile(state, "snapshot-", ".part");
        try {
            var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            snapshots.copyTo(snapshot);
            add(tar, StateFiles.DATABASE, Files.size(snapshot), snapshot);
            for (var file : StateFiles.list(state)) {
                add(tar, file);
            }
            tar.close();
        } finally {
            Files.delete(snapshot);
        }
    }

    /// A log may grow, and a file of a mirror go, while they are copied.
    private void add(TarArchiveOutputStream tar, Path file) throws IOException {
        try {
            var source = state.resolve(file);
            add(tar, file.toString(), Files.size(source), source);
        } catch (NoSuchFileException e) {
            // gone since it was listed: no loss
        }
    }

    private static void add(TarArchiveOutputStream tar, String name, long size, Path source)
            throws IOException {
        try (var content = Files.newInputStream(source)) {
            var entry = new TarArchiveEntry(name);
            entry.setMode(PRIVATE);
            entry.setSize(size);
            tar.putArchiveEntry(entry);
            copy(content, size, tar);
            tar.closeArchiveEntry();
        }
    }

    private static void copy(InputStream from, long size, OutputStream to) throws IOException {
        var buffer = new byte[BUFFER];
        for (long left = size; left > 0; ) {
            int read = from.read(buffer, 0, (int) Math.min(left, BUFFER));
            if (read < 0) {
                throw new IOException("a file became shorter while it was copied");
            }
            to.write(buffer, 0, read);
            left -= read;
        }
    }
}
