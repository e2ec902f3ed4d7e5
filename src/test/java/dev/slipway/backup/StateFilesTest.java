package dev.slipway.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFilesTest {
    private static final int LOOKS = 300;

    @TempDir Path state;

    @Test
    void what_is_made_anew_or_half_written_is_left_out() throws IOException {
        for (var file :
                new String[] {
                    "admin-token",
                    "slipway.db",
                    "slipway.db-wal",
                    "restore.tar",
                    "restore.part/admin-token",
                    "edge/live/nginx.conf",
                    "git/a.git/HEAD",
                    "git/a.git/HEAD.lock",
                    "git/a.git/objects/12/34",
                    "git/a.git/refs/heads/main",
                    "logs/1.log"
                }) {
            Files.createDirectories(state.resolve(file).getParent());
            Files.createFile(state.resolve(file));
        }

        assertThat(StateFiles.list(state).stream().map(Path::toString))
                .containsExactly(
                        "admin-token",
                        "git/a.git/HEAD",
                        "git/a.git/refs/heads/main",
                        "logs/1.log",
                        "git/a.git/objects/12/34");
    }

    @Test
    void files_that_come_and_go_meanwhile_hide_no_other() throws Exception {
        Files.createFile(state.resolve("secret.key"));
        var ends = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var busy = threads.submit(comeAndGo(state.resolve("git/a.git"), ends));
            var edge = threads.submit(comeAndGo(state.resolve("edge/generations"), ends));
            try {
                for (int i = 0; i < LOOKS; i++) {
                    assertThat(StateFiles.list(state)).contains(Path.of("secret.key"));
                }
            } finally {
                ends.set(true);
            }
            for (Future<?> each : new Future<?>[] {busy, edge}) {
                each.get();
            }
        }
    }

    private static Callable<Void> comeAndGo(Path folder, AtomicBoolean ends) {
        return () -> {
            while (!ends.get()) {
                Files.createDirectories(folder.resolve("sub"));
                for (int i = 0; i < 20; i++) {
                    Files.createFile(folder.resolve("sub/" + i));
                }
                for (int i = 0; i < 20; i++) {
                    Files.delete(folder.resolve("sub/" + i));
                }
                Files.delete(folder.resolve("sub"));
            }
            return null;
        };
    }
}
