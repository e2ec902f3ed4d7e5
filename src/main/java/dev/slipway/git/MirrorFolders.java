package dev.slipway.git;

import dev.slipway.app.AppName;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FileUtils;

/// The mirrors on disk: `<state>/git/<app>.git`, each with a lock, so that two fetches of one app
/// wait for each other. Pushes do not take it: they last as long as their deployment does.
@Singleton
public final class MirrorFolders {
    private final Path base;
    private final Instant start = Instant.now();
    private final Map<AppName, ReentrantLock> locks = new ConcurrentHashMap<>();

    public MirrorFolders(EngineConfig config) {
        IsolatedSystemReader.install();
        base = config.state().resolve("git");
    }

    interface Work<T> {
        T on(Repository mirror) throws IOException;
    }

    /// @throws GitTrouble when the disk fails
    <T> T locked(AppName app, Work<T> work) {
        var lock = locks.computeIfAbsent(app, _ -> new ReentrantLock());
        lock.lock();
        try (var mirror = ready(app)) {
            return work.on(mirror);
        } catch (IOException e) {
            throw onDisk(app, e);
        } finally {
            lock.unlock();
        }
    }

    /// Empty when the app has no mirror. The caller closes it.
    Optional<Repository> open(AppName app) {
        try {
            var folder = folder(app);
            return Files.exists(folder.resolve("HEAD"))
                    ? Optional.of(builder(folder).setMustExist(true).build())
                    : Optional.empty();
        } catch (IOException e) {
            throw onDisk(app, e);
        }
    }

    /// The caller closes it.
    Repository openOrCreate(AppName app) {
        return locked(
                app,
                mirror -> {
                    mirror.incrementOpen();
                    return mirror;
                });
    }

    void forget(AppName app) {
        var lock = locks.computeIfAbsent(app, _ -> new ReentrantLock());
        lock.lock();
        try {
            delete(folder(app));
        } catch (IOException e) {
            throw onDisk(app, e);
        } finally {
            lock.unlock();
        }
    }

    GitTrouble onDisk(AppName app, IOException e) {
        return new GitTrouble(
                "the mirror of app %s in %s cannot be used: %s"
                        .formatted(app, base, e.getMessage()),
                e);
    }

    private Repository ready(AppName app) throws IOException {
        var folder = folder(app);
        if (Files.exists(folder.resolve("HEAD"))) {
            Files.walkFileTree(folder, new StaleLocks(start));
        } else {
            delete(folder); // half made by a killed process
            create(folder);
        }
        return builder(folder).setMustExist(true).build();
    }

    private static void create(Path folder) throws IOException {
        var base = Files.createDirectories(folder.getParent());
        // measured in the background, here and not in a folder that is soon renamed
        FS.getFileStoreAttributes(base);
        var half = folder.resolveSibling(folder.getFileName() + ".new");
        delete(half);
        try (var mirror = builder(half).build()) {
            mirror.create(true);
            var config = mirror.getConfig();
            // a commit that is being deployed has no ref yet: nothing may sweep it away
            config.setBoolean("receive", null, "autogc", false);
            config.setInt("gc", null, "auto", 0);
            config.setBoolean("gc", null, "autodetach", false);
            config.save();
            mirror.updateRef("HEAD").link("refs/heads/main");
        }
        Files.move(half, folder);
    }

    /// What goes meanwhile, as the lock of a push that ends, needs no deleting.
    private static void delete(Path folder) throws IOException {
        FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    }

    private static FileRepositoryBuilder builder(Path folder) {
        return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare();
    }

    private Path folder(AppName app) {
        return base.resolve(app + ".git");
    }
}
