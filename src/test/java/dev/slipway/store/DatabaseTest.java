package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final int WRITERS = 50;

    @TempDir Path state;
    private TestStore store;
    private final CountDownLatch turn = new CountDownLatch(1);

    @BeforeEach
    void a_store() {
        store = TestStore.in(state);
    }

    @Test
    void writers_that_wait_are_committed_together() {
        var first = waiting(() -> store.database.write(_ -> awaitTurn()));
        var others = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < WRITERS; i++) {
            var app = new AppName("app-" + i);
            others.add(waiting(() -> store.add(app, NOW)));
        }
        var before = store.source.connections.get();

        turn.countDown();
        first.join();
        others.forEach(CompletableFuture::join);

        assertThat(store.source.connections.get() - before).isEqualTo(1);
        assertThat(store.apps.all()).hasSize(WRITERS);
    }

    @Test
    void what_fails_is_undone_alone() {
        var first = waiting(() -> store.database.write(_ -> awaitTurn()));
        var good = waiting(() -> store.add(new AppName("good"), NOW));
        var bad =
                waiting(() ->
                        store.database.write(sql -> {
                            sql.update("insert into hosts values ('bad.example', 'good')");
                            throw new Complaint("changed my mind");
                        }));
        var alsoGood = waiting(() -> store.add(new AppName("also-good"), NOW));

        turn.countDown();
        first.join();
        good.join();
        alsoGood.join();

        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Complaint.class);
        assertThat(store.apps.all()).hasSize(2);
        assertThat(
                        store.database.<Integer>read(sql ->
                                sql.list(c -> c.text("host"), "select host from hosts").size()))
                .isZero();
    }

    @Test
    void a_full_disk_fails_who_writes_and_is_over_when_there_is_room() {
        store.add(new AppName("before"), NOW);
        store.source.full = true;

        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                store.add(new AppName("more-" + i), NOW);
                            }
                        })
                .isInstanceOf(StoreTrouble.class)
                .hasMessageContainingAll("database or disk is full", "check the disk");

        assertThat(store.apps.find(new AppName("before"))).isPresent();
        store.source.full = false;
        store.add(new AppName("after"), NOW);
        assertThat(store.apps.find(new AppName("after"))).isPresent();
    }

    @Test
    void a_damaged_database_is_set_aside_and_the_store_begins_anew() throws IOException {
        store.add(new AppName("lost"), NOW);
        store.database.read(sql -> sql.list(c -> "", "pragma wal_checkpoint(truncate)"));
        var file = state.resolve("slipway.db");
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(4096);
            raw.write(new byte[4096 * 4]);
        }
        var damaged = Files.readAllBytes(file);

        var anew = TestStore.in(state);

        assertThat(anew.apps.all()).isEmpty();
        assertThat(state.toFile().listFiles((_, name) -> name.startsWith("replaced-")))
                .singleElement()
                .satisfies(folder ->
                        assertThat(folder.toPath().resolve("slipway.db"))
                                .hasBinaryContent(damaged));
    }

    /// Runs it on a thread of its own, and returns when that one waits.
    private static CompletableFuture<Void> waiting(Runnable work) {
        var done = new CompletableFuture<Void>();
        var thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                work.run();
                                done.complete(null);
                            } catch (RuntimeException e) {
                                done.completeExceptionally(e);
                            }
                        });
        await().until(() -> thread.getState() == Thread.State.WAITING);
        return done;
    }

    private void awaitTurn() {
        try {
            turn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
