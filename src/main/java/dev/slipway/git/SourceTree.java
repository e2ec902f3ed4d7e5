package dev.slipway.git;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.function.Predicate;

/// The files of one commit, read straight from the object store: there is no working copy.
public interface SourceTree extends AutoCloseable {
    /// The content of a file, or empty when the commit has no such file or it is larger than 1 MiB.
    Optional<byte[]> file(String path);

    /// The names in the root folder, folders with a trailing slash: for messages about what was not
    /// found.
    SequencedCollection<String> root();

    /// Paths of submodules: their content is not part of the commit and so is not in the tar.
    SequencedCollection<String> submodules();

    /// Writes the files below `folder` (`.` for all) as a POSIX tar, names relative to it, modes
    /// and symbolic links kept, modification times those of the commit, so that the same commit
    /// always gives the same bytes.
    ///
    /// @param included asked for each path, relative to `folder`
    /// @param replacements files to write with another content than the commit's, or in addition to
    ///   it
    /// @throws IOException when `out` cannot be written to
    void writeTar(
            OutputStream out,
            String folder,
            Predicate<String> included,
            Map<String, byte[]> replacements)
            throws IOException;

    @Override
    void close();
}
