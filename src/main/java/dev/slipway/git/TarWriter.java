package dev.slipway.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// A tar as a checkout by root would give, the same bytes for the same files: one time, one owner,
/// modes 644 and 755, every folder before its first file (else the reader makes it, with the time
/// of day).
final class TarWriter implements AutoCloseable {
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int LINK = 0120777;
    private static final int FOLDER = 040755;

    private final TarArchiveOutputStream tar;
    private final long seconds;
    private final Set<String> folders = new HashSet<>();

    interface Content {
        void copyTo(OutputStream out) throws IOException;
    }

    /// @param out flushed at the end, but not closed
    /// @param seconds the time of all entries, in seconds since 1970
    TarWriter(OutputStream out, long seconds) {
        this.seconds = seconds;
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    void file(String path, boolean executable, byte[] content) throws IOException {
        file(path, executable, content.length, out -> out.write(content));
    }

    void file(String path, boolean executable, long size, Content content) throws IOException {
        var entry = new TarArchiveEntry(path);
        entry.setMode(executable ? PROGRAM : FILE);
        entry.setSize(size);
        put(entry, path, content);
    }

    void link(String path, String target) throws IOException {
        var entry = new TarArchiveEntry(path, TarConstants.LF_SYMLINK);
        entry.setMode(LINK);
        entry.setLinkName(target);
        put(entry, path, _ -> {});
    }

    private void put(TarArchiveEntry entry, String path, Content content) throws IOException {
        foldersOf(path);
        add(entry, content);
    }

    private void foldersOf(String path) throws IOException {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            var folder = path.substring(0, slash + 1);
            if (folders.add(folder)) {
                var entry = new TarArchiveEntry(folder);
                entry.setMode(FOLDER);
                add(entry, _ -> {});
            }
        }
    }

    private void add(TarArchiveEntry entry, Content content) throws IOException {
        entry.setModTime(seconds * 1000);
        entry.setUserName(""); // else it is the one the engine runs as
        tar.putArchiveEntry(entry);
        content.copyTo(tar);
        tar.closeArchiveEntry();
    }

    void finish() throws IOException {
        tar.finish();
        tar.flush();
    }

    @Override
    public void close() {}
}
