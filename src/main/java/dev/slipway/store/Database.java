package dev.slipway.store;

import dev.slipway.config.EngineConfig;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Transactions on the SQLite file. Readers run side by side, writers one at a time: SQLite allows
/// only one, and waiting here is fair where waiting there is not. What `write` returned is on disk
/// (WAL, `synchronous=FULL`).
@Singleton
class Database {
    interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    interface Change {
        void on(Sql sql) throws SQLException;
    }

    private final EngineConfig config;
    private final DataSource source;
    private final Flyway flyway;
    private final ReentrantLock writer = new ReentrantLock(true);

    Database(EngineConfig config, DataSource source, Flyway flyway) {
        this.config = config;
        this.source = source;
        this.flyway = flyway;
    }

    @PostConstruct
    void prepare() {
        try {
            Files.createDirectories(config.state(), ownerMay("rwx------"));
            var file = config.state().resolve("slipway.db");
            if (Files.notExists(file)) {
                // SQLite takes an empty file, and gives its log the same mode: keys are in there
                Files.createFile(file, ownerMay("rw-------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("State directory cannot be made: " + config.state(), e);
        }
        flyway.migrate();
    }

    <T> T read(Work<T> work) {
        try (var connection = source.getConnection()) {
            return work.on(new Sql(connection));
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
        writer.lock();
        try (var connection = source.getConnection()) {
            return inTransaction(connection, work);
        } catch (SQLException e) {
            throw new StoreTrouble(e);
        } finally {
            writer.unlock();
        }
    }

    private static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var result = work.on(new Sql(connection));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static FileAttribute<?> ownerMay(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
