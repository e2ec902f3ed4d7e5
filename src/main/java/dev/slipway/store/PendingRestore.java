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
import java.time.Clock;
import java.util.List;

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
    private final Clock clock;
    private boolean restored;

    PendingRestore(EngineConfig config, Clock clock) {
        this.state = config.state();
        this.clock = clock;
    }

    /// Also for those that read state without the database.
    void start(@Observes @Priority(Start.RESTORE) StartupEvent event) {}

    /// Whether this start put a backup in place: what runs may be newer than what the store knows.
    public boolean hasRestored() {
        return restored;
    }

    /// @throws StoreTrouble when the disk does not let us; the next start tries again
    @PostConstruct
    void putInPlace() {
        var pending = state.resolve(FOLDER);
        if (!Files.isDirectory(pending)) {
            return;
        }
        var aside = state.resolve(REPLACED + clock.millis());
        try {
            Files.createDirectories(aside);
            // the log of the old database must not be played into the new one
            for (var name : List.of(Database.FILE + "-wal", Database.FILE + "-shm")) {
                setAside(state.resolve(name), aside);
            }
            for (var file : children(pending)) {
                var target = state.resolve(file.getFileName());
                setAside(target, aside);
                Files.move(file, target);
            }
            Files.delete(pending);
            restored = true;
            Log.warnf("a backup is put back, what was there before is in %s", aside);
        } catch (IOException e) {
            throw new StoreTrouble("The backup cannot be put in place (%s)".formatted(e), e);
        }
    }

    private static void setAside(Path file, Path folder) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, folder.resolve(file.getFileName()));
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.toList();
        }
    }
}
