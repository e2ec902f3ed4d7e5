package dev.slipway.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.config.EngineConfig;
import dev.slipway.lab.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/// A store on a real SQLite file, as the engine has it.
final class TestStore {
    final EngineConfig config;
    final Source source = new Source();
    final Database database;
    final Vault vault;
    final Apps apps;
    final Releases releases;
    final Deployments deployments;
    final Instances instances;
    final Adoptions adoptions;

    private TestStore(Path state) {
        config = Settings.in(state, Map.of());
        source.setUrl("jdbc:sqlite:" + state.resolve("slipway.db"));
        source.setEnforceForeignKeys(true);
        source.setJournalMode("WAL");
        database =
                new Database(
                        config,
                        source,
                        Flyway.configure().dataSource(source).load(),
                        new PendingRestore(config));
        database.prepare();
        vault = new Vault(config, database);
        vault.prepare();
        var json = new ConfigJson(new ObjectMapper().findAndRegisterModules(), vault);
        apps = new SqliteApps(database, json);
        releases = new SqliteReleases(database, json);
        deployments = new SqliteDeployments(database);
        instances = new SqliteInstances(database);
        adoptions = new SqliteAdoptions(database, json);
    }

    /// Counts connections, and can make the disk look full: SQLite's own limit on the size of its
    /// file gives the same error.
    static final class Source extends SQLiteDataSource {
        final AtomicInteger connections = new AtomicInteger();
        volatile boolean full;

        @Override
        public Connection getConnection() throws SQLException {
            connections.incrementAndGet();
            var connection = super.getConnection();
            if (full) {
                try (var statement = connection.createStatement()) {
                    statement.execute("pragma max_page_count = 1");
                }
            }
            return connection;
        }
    }

    static TestStore in(Path state) {
        return new TestStore(state);
    }

    void add(AppName app, Instant now) {
        apps.add(new App(app, AppConfig.DEFAULT, App.Intent.RUNNING, now));
    }
}
