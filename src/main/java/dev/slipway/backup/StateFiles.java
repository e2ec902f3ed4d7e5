package dev.slipway.backup;

import dev.slipway.store.PendingRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// What of the state directory is worth keeping. Not the proxy's files, which are made from the
/// store at each start, and not the database's own files, of which a snapshot is taken instead.
final class StateFiles {
    static final String DATABASE = "slipway.db";
    static final String ARCHIVE = "restore.tar";

    private static final Set<String> LEFT_OUT =
            Set.of(
                    "edge",
                    DATABASE,
                    DATABASE + "-wal",
                    DATABASE + "-shm",
                    ARCHIVE,
                    PendingRestore.FOLDER);

    private StateFiles() {}

    /// Regular files, relative to the state directory. What refers comes before what is referred
    /// to: a mirror is pushed to meanwhile, and a branch must not point at an object that the
    /// backup lacks.
    static List<Path> list(Path state) throws IOException {
        try (var all = Files.walk(state)) {
            return all.filter(Files::isRegularFile)
                    .map(state::relativize)
                    .filter(StateFiles::isKept)
                    .sorted(Comparator.comparing(StateFiles::isObject).thenComparing(p -> p))
                    .toList();
        }
    }

    private static boolean isKept(Path file) {
        var first = file.getName(0).toString();
        var last = file.getFileName().toString();
        return !LEFT_OUT.contains(first)
                && !first.startsWith(PendingRestore.REPLACED)
                && !last.endsWith(".part")
                && !last.endsWith(".lock");
    }

    private static boolean isObject(Path file) {
        return file.getNameCount() > 2 && file.getName(2).toString().equals("objects");
    }
}
