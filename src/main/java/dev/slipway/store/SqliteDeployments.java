package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Delivery;
import dev.slipway.app.Deployment;
import dev.slipway.app.Deployment.StageTime;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Failure;
import dev.slipway.app.Release;
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
    static final String UNFINISHED = "status in ('queued', 'building', 'launching', 'routing')";

    private static final Optional<DeploymentId> NONE = Optional.empty();

    private final Database database;

    SqliteDeployments(Database database) {
        this.database = database;
    }

    @Override
    public Acceptance accept(Deployment deployment, Optional<Delivery> because) {
        return database.writeAndGet(sql -> {
            var known = because.isPresent() ? earlier(sql, because.get()) : NONE;
            if (known.isPresent()) {
                return new Acceptance.Duplicate(known.get());
            }
            var overtaken = supersede(sql, deployment);
            add(sql, deployment);
            if (because.isPresent()) {
                SqliteDeliveries.add(sql, because.get());
            }
            return new Acceptance.Accepted(deployment, overtaken);
        });
    }

    /// The newest deployment that a delivery of the same provider's id led to, unless it failed.
    private static Optional<DeploymentId> earlier(Sql sql, Delivery delivery) throws SQLException {
        return delivery.providerId().isEmpty()
                ? NONE
                : sql.first(
                        Columns::deployment,
                        "select deployment from deliveries join deployments on deployments.id = deployment"
                                + " where deliveries.app = ? and delivery_id = ? and decision = 'ACCEPTED'"
                                + " and status <> 'failed' order by accepted desc",
                        delivery.app(),
                        delivery.providerId());
    }

    private static List<Deployment> supersede(Sql sql, Deployment by) throws SQLException {
        var overtaken = new ArrayList<Deployment>();
        for (var older : select(sql, "where app = ? and " + UNFINISHED, by.app())) {
            if (by.overtakes(older)) {
                finish(sql, older.id(), new DeploymentStatus.Superseded(by.id()), by.createdAt());
                overtaken.add(older);
            }
        }
        return List.copyOf(overtaken);
    }

    private static void add(Sql sql, Deployment deployment) throws SQLException {
        sql.update(
                "insert into deployments (id, app, cause, commit_id, release, status, created_at, accepted)"
                        + " values (?, ?, ?, ?, ?, ?, ?,"
                        + " (select coalesce(max(accepted), 0) + 1 from deployments))",
                deployment.id(),
                deployment.app(),
                deployment.trigger(),
                deployment.commit(),
                deployment.release(),
                deployment.status().label(),
                deployment.createdAt());
        begin(sql, deployment.id(), Stage.QUEUE, deployment.createdAt());
    }

    @Override
    public Optional<Deployment> find(DeploymentId id) {
        return select("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Deployment> latest(Optional<AppName> app, int limit) {
        return app.map(name -> select("where app = ? order by accepted desc limit ?", name, limit))
                .orElseGet(() -> select("order by accepted desc limit ?", limit));
    }

    @Override
    public List<Deployment> unfinished() {
        return select("where " + UNFINISHED + " order by accepted");
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
    public boolean runs(DeploymentId id, Release release) {
        return database.writeAndGet(sql -> runs(sql, id, release));
    }

    @Override
    public void foundCommit(DeploymentId id, Revision commit) {
        database.write(
                sql -> sql.update("update deployments set commit_id = ? where id = ?", commit, id));
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

    static boolean runs(Sql sql, DeploymentId id, Release release) throws SQLException {
        return sql.update(
                        "update deployments set release = ?, commit_id = coalesce(?, commit_id)"
                                + " where id = ? and "
                                + UNFINISHED,
                        release.number(),
                        release.commit(),
                        id)
                == 1;
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
        return database.read(sql -> select(sql, rest, arguments));
    }

    private static List<Deployment> select(Sql sql, String rest, Object... arguments)
            throws SQLException {
        var found = new ArrayList<Deployment>();
        for (var row :
                sql.list(SqliteDeployments::row, "select * from deployments " + rest, arguments)) {
            found.add(row.with(stages(sql, row.id())));
        }
        return List.copyOf(found);
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
            case "cancelled" ->
                    new DeploymentStatus.Cancelled(columns.optionalText("message").orElse(""));
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
            case DeploymentStatus.Cancelled(var reason) -> Optional.of(reason);
            case DeploymentStatus.Live _ -> Optional.empty();
        };
    }
}
