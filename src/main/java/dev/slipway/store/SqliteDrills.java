package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

@Singleton
class SqliteDrills implements Drills {
    private final Database database;

    SqliteDrills(Database database) {
        this.database = database;
    }

    @Override
    public boolean begin(Drill drill) {
        return database.writeAndGet(sql -> {
            var added =
                    sql.update(
                            "insert or ignore into drills (id, app, faults, state, started_at) values (?, ?, ?, ?, ?)",
                            drill.id(),
                            drill.app(),
                            drill.faults().stream()
                                    .map(Fault::label)
                                    .collect(Collectors.joining(" ")),
                            drill.state().label(),
                            drill.startedAt());
            sql.update(
                    "delete from drills where app = ? and id not in (select id from drills where app = ? order by number desc limit ?)",
                    drill.app(),
                    drill.app(),
                    KEPT);
            return added == 1;
        });
    }

    @Override
    public void add(String id, Drill.Result result) {
        database.write(sql ->
                sql.update(
                        "insert into drill_results"
                                + " select id, (select count(*) from drill_results where drill = id), ?, ?, ?, ?, ?, ?, ?"
                                + " from drills where id = ?",
                        result.fault().label(),
                        result.instance(),
                        result.cause(),
                        result.detect().map(Duration::toMillis),
                        result.restore().map(Duration::toMillis),
                        result.requests(),
                        result.failed(),
                        id));
    }

    @Override
    public void end(String id, Drill.Over end) {
        Optional<String> reason =
                switch (end) {
                    case Drill.Finished _ -> Optional.empty();
                    case Drill.Failed(_, var why) -> Optional.of(why);
                };
        database.write(sql ->
                sql.update(
                        "update drills set state = ?, reason = ?, finished_at = ? where state = 'running' and id = ?",
                        end.label(),
                        reason,
                        end.at(),
                        id));
    }

    @Override
    public void endAll(Drill.Over end) {
        select("where state = 'running'").forEach(drill -> end(drill.id(), end));
    }

    @Override
    public Optional<Drill> find(String id) {
        return select("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Drill> latest(AppName app, int limit) {
        return select("where app = ? order by number desc limit ?", app, limit);
    }

    private List<Drill> select(String rest, Object... arguments) {
        return database.read(sql ->
                sql.list(
                        columns -> drill(columns, sql), "select * from drills " + rest, arguments));
    }

    private static Drill drill(Columns columns, Sql sql) throws SQLException {
        var id = columns.text("id");
        return new Drill(
                id,
                columns.app(),
                Arrays.stream(columns.text("faults").split(" ")).map(Fault::named).toList(),
                columns.instant("started_at"),
                state(columns),
                sql.list(
                        SqliteDrills::result,
                        "select * from drill_results where drill = ? order by number",
                        id));
    }

    private static Drill.State state(Columns columns) throws SQLException {
        return switch (columns.text("state")) {
            case "running" -> new Drill.Running();
            case "finished" -> new Drill.Finished(columns.instant("finished_at"));
            case "failed" ->
                    new Drill.Failed(columns.instant("finished_at"), columns.text("reason"));
            default -> throw new SQLException("unknown state " + columns.text("state"));
        };
    }

    private static Drill.Result result(Columns columns) throws SQLException {
        return new Drill.Result(
                Fault.named(columns.text("fault")),
                new InstanceId(columns.text("instance")),
                columns.optionalText("cause").map(Incident.Cause::valueOf),
                columns.optionalInteger("detect_ms").map(Duration::ofMillis),
                columns.optionalInteger("restore_ms").map(Duration::ofMillis),
                columns.integer("requests"),
                columns.integer("failed"));
    }
}
