package dev.slipway.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is replaced in the state directory is never deleted.
final class StateFolder {
    private StateFolder() {}

    /// Moves these, as far as they are there, into a folder of their own.
    ///
    /// @return that folder
    static Path setAside(Path state, List<String> names) throws IOException {
        var aside = Files.createTempDirectory(state, PendingRestore.REPLACED);
        for (var name : names) {
            var file = state.resolve(name);
            if (Files.exists(file)) {
                Files.move(file, aside.resolve(name));
            }
        }
        return aside;
    }
}
