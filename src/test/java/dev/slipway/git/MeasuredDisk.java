package dev.slipway.git;

import java.nio.file.Path;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS.FileStoreAttributes;

/// JGit measures the clock of a disk where it first uses it, in the background, with files of its
/// own: in a folder that a test deletes when it ends, that must be over before the test begins.
final class MeasuredDisk {
    private MeasuredDisk() {}

    static void of(Path folder) {
        IsolatedSystemReader.install();
        FileStoreAttributes.setBackground(false);
        FS.getFileStoreAttributes(folder);
        FileStoreAttributes.setBackground(true);
    }
}
