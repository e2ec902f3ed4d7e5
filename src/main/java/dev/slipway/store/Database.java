package dev.slipway.store;

import dev.slipway.config.EngineConfig;
import io.quarkus.logging.Log;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Transactions on the SQLite file. Readers run side by side. Writers are many and SQLite allows
/// one, so those that wait are written together: whoever comes to the turn commits for all that
/// wait by then, each in a savepoint of its own, and one sync of the disk serves them all. What
/// `write` returned is on disk (WAL, `synchronous=FULL`).
@Singleton
class Database {
    interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    interface Change {
        void on(Sql sql) throws SQLException;
    }

    static final String FILE = "slipway.db";
    private static final int LARGEST_BATCH = 256;

    /// SQLITE_CORRUPT and SQLITE_NOTADB; the byte that all extended codes end in
    /// (sqlite.org/rescode.html).
    private static final Set<Integer> DAMAGE = Set.of(11, 26);

    private static final int PRIMARY = 0xff;

    private final EngineConfig config;
    private final DataSource source;
    private final Flyway flyway;
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();

    /// @param before has put a backup in place by then, if there was one
    Database(EngineConfig config, DataSource source, Flyway flyway, PendingRestore before) {
        this.config = config;
        this.source = source;
        this.flyway = flyway;
    }

    @PostConstruct
    void prepare() {
        try {
            Files.createDirectories(config.state(), ownerMay("rwx------"));
            var file = config.state().resolve(FILE);
            if (Files.notExists(file)) {
                createEmpty(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("State directory cannot be made: " + config.state(), e);
        }
        setAsideIfDamaged();
        flyway.migrate();
    }

    /// An engine without its past is better than none: apps that run are adopted, and the damaged
    /// file is kept for whoever can mend it.
    private void setAsideIfDamaged() {
        var damage = damage();
        if (damage.isEmpty()) {
            return;
        }
        try {
            var aside =
                    StateFolder.setAside(
                            config.state(), List.of(FILE, FILE + "-wal", FILE + "-shm"));
            createEmpty(config.state().resolve(FILE));
            Log.errorf(
                    "the database is damaged (%s): it is in %s now, and the engine starts without",
                    damage.get(), aside);
        } catch (IOException e) {
            throw new UncheckedIOException("The damaged database cannot be set aside", e);
        }
    }

    /// Asked on a connection that no pool keeps.
    private Optional<String> damage() {
        var file = new SQLiteDataSource();
        file.setUrl("jdbc:sqlite:" + config.state().resolve(FILE));
        try (var connection = file.getConnection();
                var sql = new Sql(connection)) {
            return sql.first(c -> c.text("quick_check"), "pragma quick_check(1)")
                    .filter(found -> !found.equals("ok"));
        } catch (SQLException e) {
            if (DAMAGE.contains(e.getErrorCode() & PRIMARY)) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw new StoreTrouble(e);
        }
    }

    <T> T read(Work<T> work) {
        try (var connection = source.getConnection();
                var sql = new Sql(connection)) {
            return work.on(sql);
        } catch (SQLException e) {
            throw new StoreTrouble(e);
        }
    }

    void write(Change change) {
        this.<Boolean>writeAndGet(sql -> {
            change.on(sql);
            return true;
        });
    }

    <T> T writeAndGet(Work<T> work) {
        var mine = new Pending<>(work);
        waiting.add(mine);
        turn.lock();
        try {
            while (!mine.isWritten()) {
                writeSome();
            }
        } finally {
            turn.unlock();
        }
        return mine.result();
    }

    /// The oldest that wait, in one transaction.
    private void writeSome() {
        var batch = new ArrayList<Pending<?>>();
        for (var next = waiting.poll(); next != null; next = next(batch)) {
            batch.add(next);
        }
        try (var connection = source.getConnection()) {
            commit(connection, batch);
        } catch (SQLException | RuntimeException e) {
            batch.forEach(pending -> pending.fail(e));
        } catch (Error e) { // whoever had the turn gets it; nobody else may wait for ever
            batch.forEach(pending -> pending.fail(new IllegalStateException(e)));
            throw e;
        }
    }

    private @Nullable Pending<?> next(List<Pending<?>> batch) {
        return batch.size() < LARGEST_BATCH ? waiting.poll() : null;
    }

    private static void commit(Connection connection, List<Pending<?>> batch) throws SQLException {
        connection.setAutoCommit(false);
        boolean committed = false;
        try (var sql = new Sql(connection)) {
            for (var pending : batch) {
                pending.run(connection, sql);
            }
            connection.commit();
            committed = true;
        } finally {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /// One writer's work, and what came of it.
    private static final class Pending<T> {
        private final Work<T> work;
        private @Nullable T value;
        private @Nullable Exception failure;
        private boolean written;

        private Pending(Work<T> work) {
            this.work = work;
        }

        /// What fails here is undone here, and nobody else's.
        private void run(Connection connection, Sql sql) throws SQLException {
            var before = connection.setSavepoint();
            try {
                value = work.on(sql);
                connection.releaseSavepoint(before);
            } catch (SQLException | RuntimeException e) {
                failure = e;
                undo(connection, before, e);
            }
            written = true;
        }

        /// A full disk makes SQLite give up the whole transaction, savepoints and all.
        private static void undo(Connection connection, Savepoint before, Exception reason)
                throws SQLException {
            try {
                connection.rollback(before);
            } catch (SQLException e) {
                e.addSuppressed(reason);
                throw new SQLException(reason.getMessage(), e);
            }
        }

        /// The whole batch is undone; a failure of one's own tells more.
        private void fail(Exception reason) {
            failure = failure == null ? reason : failure;
            written = true;
        }

        private boolean isWritten() {
            return written;
        }

        @SuppressWarnings("NullAway") // without a failure the value is what the work gave
        private T result() {
            if (failure instanceof RuntimeException own) {
                throw own;
            }
            if (failure != null) {
                throw isOrphan(failure)
                        ? new StoreTrouble("What this belongs to was removed meanwhile", failure)
                        : new StoreTrouble(failure);
            }
            return value;
        }

        private static boolean isOrphan(Exception failure) {
            return failure instanceof SQLiteException refused
                    && refused.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY;
        }
    }

    /// SQLite takes an empty file, and gives its log the same mode: secrets may be in there.
    private static void createEmpty(Path file) throws IOException {
        Files.createFile(file, ownerMay("rw-------"));
    }

    private static FileAttribute<?> ownerMay(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
