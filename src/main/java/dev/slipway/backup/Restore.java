package dev.slipway.backup;

import dev.slipway.config.EngineConfig;
import dev.slipway.store.PendingRestore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Unpacks and checks a backup while the engine runs; the next start puts it in place (see
/// [PendingRestore]).
@Singleton
public class Restore {
    private static final List<String> NEEDED =
            List.of(StateFiles.DATABASE, "secret.key", "admin-token");

    private final Path state;

    Restore(EngineConfig config) {
        this.state = config.state();
    }

    /// Unpacks the state directory's `restore.tar`, which is gone then.
    ///
    /// @throws BackupTrouble when it is not there, cannot be read, or is no backup of ours; nothing
    ///   is changed then
    public void prepare() {
        var part = state.resolve(PendingRestore.FOLDER + ".part");
        var archive = state.resolve(StateFiles.ARCHIVE);
        try {
            deleteAll(part);
            unpack(archive, part);
            for (var name : NEEDED) {
                if (Files.notExists(part.resolve(name))) {
                    throw new BackupTrouble(
                            "%s is no backup of Slipway: there is no %s in it"
                                    .formatted(archive, name));
                }
            }
            deleteAll(state.resolve(PendingRestore.FOLDER));
            Files.move(part, state.resolve(PendingRestore.FOLDER));
            Files.delete(archive);
        } catch (IOException | UncheckedIOException e) {
            throw new BackupTrouble("%s cannot be put back (%s)".formatted(archive, e), e);
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (var file = Files.newInputStream(archive);
                var tar = new TarArchiveInputStream(file, StandardCharsets.UTF_8.name())) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder) || !entry.isFile()) {
                    throw new BackupTrouble(
                            "%s is no backup of Slipway: it holds %s"
                                    .formatted(archive, entry.getName()));
                }
                Files.createDirectories(target.getParent());
                Files.createFile(
                        target,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                try (var out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
                    tar.transferTo(out);
                }
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var all = Files.walk(folder)) {
                for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
