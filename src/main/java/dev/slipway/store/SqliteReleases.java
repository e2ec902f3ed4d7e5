package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.ImageRef;
import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

@Singleton
class SqliteReleases implements Releases {
    private final Database database;
    private final ConfigJson json;

    SqliteReleases(Database database, ConfigJson json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public int reserve(AppName app) {
        return database.writeAndGet(sql ->
                sql.first(
                                columns -> columns.integer("number"),
                                "update apps set next_release = next_release + 1 where name = ?"
                                        + " returning next_release - 1 as number",
                                app)
                        .orElseThrow());
    }

    @Override
    public boolean add(Release release) {
        return database.writeAndGet(sql -> {
            boolean wanted = SqliteDeployments.runs(sql, release.deployment(), release);
            if (wanted) {
                add(sql, release, json);
            }
            return wanted;
        });
    }

    static void add(Sql sql, Release release, ConfigJson json) throws SQLException {
        sql.update(
                "insert into releases values (?, ?, ?, ?, ?, ?, ?)",
                release.app(),
                release.number(),
                release.deployment(),
                release.commit(),
                release.image(),
                json.write(release.config()),
                release.createdAt());
    }

    @Override
    public boolean forget(AppName app, int number) {
        return database.writeAndGet(sql ->
                sql.update(
                                "delete from releases where app = ?1 and number = ?2"
                                        + " and not exists (select 1 from apps where name = ?1 and live_release = ?2)"
                                        + " and not exists (select 1 from instances where app = ?1 and release = ?2)"
                                        + " and not exists (select 1 from deployments where app = ?1 and release = ?2 and "
                                        + SqliteDeployments.UNFINISHED
                                        + ")",
                                app,
                                number)
                        == 1);
    }

    @Override
    public Optional<Release> find(AppName app, int number) {
        return database.read(sql ->
                sql.first(
                        this::release,
                        "select * from releases where app = ? and number = ?",
                        app,
                        number));
    }

    @Override
    public List<Release> of(AppName app) {
        return database.read(sql ->
                sql.list(
                        this::release,
                        "select * from releases where app = ? order by number desc",
                        app));
    }

    @Override
    public List<Served> served(AppName app) {
        return database.read(sql ->
                sql.list(
                        columns ->
                                new Served(
                                        release(columns),
                                        columns.optionalText("cause").map(Trigger::valueOf)),
                        "select releases.*, cause from releases"
                                + " left join deployments on deployments.id = releases.deployment"
                                + " left join stages on stages.deployment = deployments.id and stage = 'ROUTE'"
                                + " where releases.app = ? and coalesce(status, 'live') = 'live'"
                                + " order by stages.rowid desc, releases.created_at desc, number desc",
                        app));
    }

    @Override
    public Optional<Release> live(AppName app) {
        return database.read(sql ->
                sql.first(
                        this::release,
                        "select releases.* from releases join apps on apps.name = releases.app"
                                + " and apps.live_release = releases.number where apps.name = ?",
                        app));
    }

    private Release release(Columns columns) throws SQLException {
        return new Release(
                columns.app(),
                columns.integer("number"),
                columns.deployment(),
                columns.commit(),
                new ImageRef(columns.text("image")),
                json.read(columns.text("config")),
                columns.instant("created_at"));
    }
}
