package dev.slipway.git;

import dev.slipway.app.Revision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;

/// A commit's files, straight from the mirror's object store.
final class CommitTree implements SourceTree {
    private static final int LARGEST_FILE = 1 << 20;
    private static final int MOST_LINKS = 8;

    private final Repository mirror;
    private final ObjectReader objects;
    private final RevCommit commit;

    private CommitTree(Repository mirror, RevCommit commit) {
        this.mirror = mirror;
        this.objects = mirror.newObjectReader();
        this.commit = commit;
    }

    /// @param mirror closed together with the tree
    static CommitTree open(Repository mirror, Revision commit) throws IOException {
        try (var walk = new RevWalk(mirror)) {
            return new CommitTree(mirror, walk.parseCommit(ObjectId.fromString(commit.value())));
        }
    }

    @Override
    public Optional<byte[]> file(String path) {
        return reading(() -> file(Path.of(path).normalize(), MOST_LINKS));
    }

    /// Symbolic links are followed within the tree, as `docker build -f` does.
    private Optional<byte[]> file(Path path, int links) throws IOException {
        var entry = TreeWalk.forPath(objects, path.toString(), commit.getTree());
        if (entry == null || entry.getFileMode(0).getObjectType() != Constants.OBJ_BLOB) {
            return Optional.empty();
        }
        var blob = objects.open(entry.getObjectId(0));
        if (blob.getSize() > LARGEST_FILE) {
            return Optional.empty();
        }
        var content = blob.getBytes();
        if (!FileMode.SYMLINK.equals(entry.getRawMode(0))) {
            return Optional.of(content);
        }
        var target = path.resolveSibling(new String(content, StandardCharsets.UTF_8));
        return links == 0 ? Optional.empty() : file(target.normalize(), links - 1);
    }

    @Override
    public SequencedCollection<String> root() {
        return reading(() -> {
            var names = new ArrayList<String>();
            try (var walk = walk(false)) {
                while (walk.next()) {
                    names.add(walk.getPathString() + (walk.isSubtree() ? "/" : ""));
                }
            }
            return names;
        });
    }

    @Override
    public SequencedCollection<String> submodules() {
        return reading(() -> {
            var paths = new ArrayList<String>();
            try (var walk = walk(true)) {
                while (walk.next()) {
                    if (FileMode.GITLINK.equals(walk.getRawMode(0))) {
                        paths.add(walk.getPathString());
                    }
                }
            }
            return paths;
        });
    }

    private TreeWalk walk(boolean recursive) throws IOException {
        var walk = new TreeWalk(objects);
        walk.addTree(commit.getTree());
        walk.setRecursive(recursive);
        return walk;
    }

    @Override
    public void writeTar(
            OutputStream out,
            String folder,
            Predicate<String> included,
            Map<String, byte[]> replacements)
            throws IOException {
        var left = new TreeMap<>(replacements);
        var prefix = Path.of(folder).normalize().toString();
        try (var tar = new TarWriter(out, commit.getCommitTime());
                var walk = below(prefix)) {
            while (walk.next()) {
                var path = walk.getPathString();
                var replacement = left.remove(path);
                if (replacement != null) {
                    tar.file(path, isExecutable(walk), replacement);
                } else if (included.test(path)) {
                    write(walk, path, tar);
                }
            }
            for (var added : left.entrySet()) {
                tar.file(added.getKey(), false, added.getValue());
            }
            tar.finish();
        }
    }

    /// All files below a folder, named relative to it; none when there is no such folder.
    private TreeWalk below(String folder) throws IOException {
        if (folder.isEmpty()) {
            return walk(true);
        }
        var walk = new TreeWalk(objects);
        walk.setRecursive(true);
        var entry = TreeWalk.forPath(objects, folder, commit.getTree());
        if (entry != null && entry.isSubtree()) {
            walk.addTree(entry.getObjectId(0));
        } else {
            walk.addTree(new EmptyTreeIterator());
        }
        return walk;
    }

    private void write(TreeWalk entry, String path, TarWriter tar) throws IOException {
        var mode = entry.getRawMode(0);
        if (FileMode.GITLINK.equals(mode)) {
            return;
        }
        var blob = objects.open(entry.getObjectId(0));
        if (FileMode.SYMLINK.equals(mode)) {
            tar.link(path, new String(blob.getBytes(), StandardCharsets.UTF_8));
        } else {
            tar.file(path, isExecutable(entry), blob.getSize(), blob::copyTo);
        }
    }

    private static boolean isExecutable(TreeWalk entry) {
        return FileMode.EXECUTABLE_FILE.equals(entry.getRawMode(0));
    }

    @Override
    public void close() {
        objects.close();
        mirror.close();
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw new GitTrouble(
                    "commit %s cannot be read from its mirror: %s"
                            .formatted(commit.abbreviate(7).name(), e.getMessage()),
                    e);
        }
    }
}
