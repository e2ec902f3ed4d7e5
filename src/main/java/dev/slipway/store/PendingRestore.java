package dev.slipway.store;

import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.Start;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A backup that was unpacked into the state directory's `restore` is put in place when the engine
/// starts, before anything reads the state. What it replaces is set aside, not deleted. A start
/// that is killed in between goes on where it was: what is in place already is not pending any
/// more.
@Singleton
public class PendingRestore {
    public static final String FOLDER = "restore";

    /// How the folder with what was replaced begins.
    public static final String REPLACED = "replaced-";

    private final Path state;
    private boolean hasRestored;

    PendingRestore(EngineConfig config) {
        this.state = config.state();
    }

    /// Also for those that read state without the database.
    void start(@Observes @Priority(Start.RESTORE) StartupEvent event) {}

    /// Whether this start put a backup in place: what runs may be newer than what the store knows.
    public boolean hasRestored() {
        return hasRestored;
    }

    /// @throws StoreTrouble when the disk does not let us; the next start tries again
    @PostConstruct
    void putInPlace() {
        var pending = state.resolve(FOLDER);
        if (!Files.isDirectory(pending)) {
            return;
        }
        try {
            var restored = children(pending);
            // the log of the old database must not be played into the new one
            var replaced =
                    Stream.concat(
                            Stream.of(Database.FILE + "-wal", Database.FILE + "-shm"),
                            restored.stream());
            var aside = StateFolder.setAside(state, replaced.toList());
            for (var name : restored) {
                Files.move(pending.resolve(name), state.resolve(name));
            }
            Files.delete(pending);
            hasRestored = true;
            Log.warnf("a backup is put back, what was there before is in %s", aside);
        } catch (IOException e) {
            throw new StoreTrouble("The backup cannot be put in place (%s)".formatted(e), e);
        }
    }

    private static List<String> children(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).toList();
        }
    }
}
