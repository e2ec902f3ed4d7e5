package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
class SqliteIncidents implements Incidents {
    private final Database database;

    SqliteIncidents(Database database) {
        this.database = database;
    }

    @Override
    public void add(Incident incident) {
        database.write(sql -> {
            insert(sql, incident);
            SqliteLosses.remove(sql, incident.id());
        });
    }

    private static void insert(Sql sql, Incident incident) throws SQLException {
        sql.update(
                "insert into incidents values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                incident.id(),
                incident.app(),
                incident.instance(),
                incident.cause(),
                incident.detail(),
                incident.exitCode(),
                incident.outOfMemory(),
                incident.action(),
                incident.detectedAt(),
                incident.detectDelay().toMillis(),
                incident.restoredAt(),
                incident.logTail(),
                UsageText.write(incident.usage()));
    }

    @Override
    public List<Incident> latest(Optional<AppName> app, int limit) {
        return app.map(name ->
                        select("where app = ? order by detected_at desc limit ?", name, limit))
                .orElseGet(() -> select("order by detected_at desc limit ?", limit));
    }

    @Override
    public List<Incident> open(Incident.Cause cause, Optional<AppName> app) {
        return select(
                "where restored_at is null and cause = ? and app is ? order by detected_at desc",
                cause,
                app);
    }

    @Override
    public Optional<Incident> find(String id) {
        return select("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Incident> restored(InstanceId instance, Instant now) {
        return close("instance = ?", instance, now);
    }

    @Override
    public Optional<Incident> restored(String id, Instant now) {
        return close("id = ?", id, now).stream().findFirst();
    }

    @Override
    public List<Incident> restored(AppName app, Instant now) {
        return close("instance is not null and app = ?", app, now);
    }

    private List<Incident> close(String which, Object argument, Instant now) {
        return database.writeAndGet(sql ->
                sql.list(
                        SqliteIncidents::incident,
                        "update incidents set restored_at = max(?, detected_at) where restored_at is null and "
                                + which
                                + " returning *",
                        now,
                        argument));
    }

    private List<Incident> select(String rest, Object... arguments) {
        return database.read(sql ->
                sql.list(SqliteIncidents::incident, "select * from incidents " + rest, arguments));
    }

    private static Incident incident(Columns columns) throws SQLException {
        return new Incident(
                columns.text("id"),
                columns.optionalText("app").map(AppName::new),
                columns.optionalText("instance").map(InstanceId::new),
                columns.constant(Incident.Cause.class, "cause"),
                columns.text("detail"),
                columns.optionalInteger("exit_code"),
                columns.flag("out_of_memory"),
                columns.text("action"),
                columns.instant("detected_at"),
                Duration.ofMillis(columns.number("detect_ms")),
                columns.optionalInstant("restored_at"),
                columns.text("log_tail"),
                UsageText.read(columns.text("usage")));
    }
}
