package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Deployment;
import dev.slipway.app.Deployment.StageTime;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Failure;
import dev.slipway.app.Revision;
import dev.slipway.app.Stage;
import dev.slipway.app.Trigger;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

@Singleton
class SqliteDeployments implements Deployments {
    private static final String UNFINISHED =
            "status in ('queued', 'building', 'launching', 'routing')";

    private final Database database;

    SqliteDeployments(Database database) {
        this.database = database;
    }

    @Override
    public void add(Deployment deployment) {
        database.write(sql -> {
            sql.update(
                    "insert into deployments (id, app, cause, commit_id, release, status, created_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)",
                    deployment.id(),
                    deployment.app(),
                    deployment.trigger(),
                    deployment.commit(),
                    deployment.release(),
                    deployment.status().label(),
                    deployment.createdAt());
            begin(sql, deployment.id(), Stage.QUEUE, deployment.createdAt());
        });
    }

    @Override
    public Optional<Deployment> find(DeploymentId id) {
        return select("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Deployment> latest(Optional<AppName> app, int limit) {
        return app.map(name -> select("where app = ? order by id desc limit ?", name, limit))
                .orElseGet(() -> select("order by id desc limit ?", limit));
    }

    @Override
    public List<Deployment> unfinished() {
        return select("where " + UNFINISHED + " order by id");
    }

    @Override
    public void enter(DeploymentId id, Stage stage, Instant now) {
        database.write(sql -> {
            end(sql, id, now);
            begin(sql, id, stage, now);
            sql.update(
                    "update deployments set status = ? where id = ? and " + UNFINISHED,
                    DeploymentStatus.in(stage).label(),
                    id);
        });
    }

    @Override
    public void leave(DeploymentId id, Instant now) {
        database.write(sql -> end(sql, id, now));
    }

    @Override
    public void foundCommit(DeploymentId id, Revision commit) {
        database.write(
                sql -> sql.update("update deployments set commit_id = ? where id = ?", commit, id));
    }

    @Override
    public void madeRelease(DeploymentId id, int release) {
        database.write(
                sql -> sql.update("update deployments set release = ? where id = ?", release, id));
    }

    @Override
    public boolean finish(DeploymentId id, DeploymentStatus.Final status, Instant now) {
        return database.writeAndGet(sql -> finish(sql, id, status, now));
    }

    /// @return false when it was finished already; nothing is changed then
    static boolean finish(Sql sql, DeploymentId id, DeploymentStatus.Final status, Instant now)
            throws SQLException {
        int finished =
                sql.update(
                        "update deployments set status = ?, failure_stage = ?, message = ?"
                                + " where id = ? and "
                                + UNFINISHED,
                        status.label(),
                        failureStage(status),
                        message(status),
                        id);
        if (finished == 1) {
            end(sql, id, now);
        }
        return finished == 1;
    }

    private static void begin(Sql sql, DeploymentId id, Stage stage, Instant now)
            throws SQLException {
        sql.update(
                "insert or replace into stages (deployment, stage, started_at) values (?, ?, ?)",
                id,
                stage,
                now);
    }

    private static void end(Sql sql, DeploymentId id, Instant now) throws SQLException {
        sql.update(
                "update stages set finished_at = ? where deployment = ? and finished_at is null",
                now,
                id);
    }

    private List<Deployment> select(String rest, Object... arguments) {
        return database.read(sql -> {
            var found = new ArrayList<Deployment>();
            for (var row :
                    sql.list(
                            SqliteDeployments::row,
                            "select * from deployments " + rest,
                            arguments)) {
                found.add(row.with(stages(sql, row.id())));
            }
            return List.copyOf(found);
        });
    }

    private static List<StageTime> stages(Sql sql, DeploymentId id) throws SQLException {
        return sql.list(
                columns ->
                        new StageTime(
                                columns.constant(Stage.class, "stage"),
                                columns.instant("started_at"),
                                columns.optionalInstant("finished_at")),
                "select * from stages where deployment = ? order by rowid",
                id);
    }

    private static Deployment row(Columns columns) throws SQLException {
        return new Deployment(
                new DeploymentId(columns.text("id")),
                columns.app(),
                columns.constant(Trigger.class, "cause"),
                columns.commit(),
                columns.optionalInteger("release"),
                status(columns),
                List.of(),
                columns.instant("created_at"));
    }

    private static DeploymentStatus status(Columns columns) throws SQLException {
        return switch (columns.text("status")) {
            case "queued" -> new DeploymentStatus.Queued();
            case "building" -> new DeploymentStatus.Building();
            case "launching" -> new DeploymentStatus.Launching();
            case "routing" -> new DeploymentStatus.Routing();
            case "live" -> new DeploymentStatus.Live();
            case "failed" ->
                    new DeploymentStatus.Failed(
                            new Failure(
                                    columns.constant(Stage.class, "failure_stage"),
                                    columns.text("message")));
            case "superseded" ->
                    new DeploymentStatus.Superseded(new DeploymentId(columns.text("message")));
            case "cancelled" -> new DeploymentStatus.Cancelled();
            default -> throw new SQLException("unknown status " + columns.text("status"));
        };
    }

    private static Optional<Stage> failureStage(DeploymentStatus.Final status) {
        return status instanceof DeploymentStatus.Failed(var failure)
                ? Optional.of(failure.stage())
                : Optional.empty();
    }

    private static Optional<String> message(DeploymentStatus.Final status) {
        return switch (status) {
            case DeploymentStatus.Failed(var failure) -> Optional.of(failure.message());
            case DeploymentStatus.Superseded(var by) -> Optional.of(by.value());
            case DeploymentStatus.Live _, DeploymentStatus.Cancelled _ -> Optional.empty();
        };
    }
}
