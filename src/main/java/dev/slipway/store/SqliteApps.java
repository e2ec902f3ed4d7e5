package dev.slipway.store;

import dev.slipway.app.App;
import dev.slipway.app.AppConfig;
import dev.slipway.app.AppName;
import dev.slipway.app.Complaint;
import dev.slipway.app.HostName;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

@Singleton
class SqliteApps implements Apps {
    private final Database database;
    private final ConfigJson json;

    SqliteApps(Database database, ConfigJson json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public boolean add(App app) {
        return database.writeAndGet(sql -> add(sql, app, json));
    }

    /// @return false when there is an app of that name already
    static boolean add(Sql sql, App app, ConfigJson json) throws SQLException {
        var added =
                sql.update(
                        "insert or ignore into apps (name, config, intent, created_at) values (?, ?, ?, ?)",
                        app.name(),
                        json.write(app.config()),
                        app.intent(),
                        app.createdAt());
        if (added == 1) {
            claim(sql, app.name(), app.config().hosts());
        }
        return added == 1;
    }

    @Override
    public Optional<App> find(AppName name) {
        return database.read(
                sql -> sql.first(this::app, "select * from apps where name = ?", name));
    }

    @Override
    public List<App> all() {
        return database.read(sql -> sql.list(this::app, "select * from apps order by name"));
    }

    @Override
    public void configure(AppName name, AppConfig config) {
        database.write(sql -> {
            sql.update("update apps set config = ? where name = ?", json.write(config), name);
            sql.update("delete from hosts where app = ?", name);
            claim(sql, name, config.hosts());
        });
    }

    @Override
    public void intend(AppName name, App.Intent intent) {
        database.write(
                sql -> sql.update("update apps set intent = ? where name = ?", intent, name));
    }

    @Override
    public void remove(AppName name) {
        database.write(sql -> sql.update("delete from apps where name = ?", name));
    }

    private static void claim(Sql sql, AppName name, List<HostName> hosts) throws SQLException {
        for (var host : hosts) {
            var owner = sql.first(Columns::app, "select app from hosts where host = ?", host);
            if (owner.isPresent()) {
                throw new Complaint(
                        "Host %s belongs to app %s already".formatted(host, owner.get()));
            }
            sql.update("insert into hosts (host, app) values (?, ?)", host, name);
        }
    }

    private App app(Columns columns) throws SQLException {
        return new App(
                new AppName(columns.text("name")),
                json.read(columns.text("config")),
                columns.constant(App.Intent.class, "intent"),
                columns.instant("created_at"));
    }
}
