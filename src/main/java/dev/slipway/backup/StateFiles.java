package dev.slipway.backup;

import dev.slipway.store.PendingRestore;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
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
    /// backup lacks. Files that come or go meanwhile are in it or not.
    static List<Path> list(Path state) throws IOException {
        var kept = new ArrayList<Path>();
        Files.walkFileTree(
                state,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
                        return isKept(state.relativize(folder))
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        if (is.isRegularFile() && isKept(state.relativize(file))) {
                            kept.add(state.relativize(file));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        kept.sort(Comparator.comparing(StateFiles::isObject).thenComparing(p -> p));
        return List.copyOf(kept);
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
