package dev.slipway.store;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
class SqliteInstances implements Instances {
    private final Database database;

    SqliteInstances(Database database) {
        this.database = database;
    }

    @Override
    public void add(Instance instance) {
        database.write(sql -> add(sql, instance));
    }

    static void add(Sql sql, Instance instance) throws SQLException {
        sql.update(
                "insert into instances values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                instance.id(),
                instance.app(),
                instance.release(),
                instance.deployment(),
                instance.container(),
                instance.address().ip(),
                instance.address().port(),
                instance.state(),
                instance.since(),
                instance.restarts());
    }

    @Override
    public Optional<Instance> find(InstanceId id) {
        return select("where id = ?", id).stream().findFirst();
    }

    @Override
    public List<Instance> of(AppName app) {
        return select("where app = ? order by release, id", app);
    }

    @Override
    public List<Instance> all() {
        return select("order by app, release, id");
    }

    @Override
    public void become(InstanceId id, Instance.State state, Instant now) {
        database.write(sql -> become(sql, id, state, now));
    }

    @Override
    public boolean become(Instance seen, Instance.State state, Instant now) {
        return database.writeAndGet(sql -> become(sql, seen, state, now));
    }

    static boolean become(Sql sql, Instance seen, Instance.State state, Instant now)
            throws SQLException {
        return sql.update(
                        "update instances set state = ?, since = ?"
                                + " where id = ? and state = ? and since = ?",
                        state,
                        now,
                        seen.id(),
                        seen.state(),
                        seen.since())
                == 1;
    }

    static void become(Sql sql, InstanceId id, Instance.State state, Instant now)
            throws SQLException {
        sql.update("update instances set state = ?, since = ? where id = ?", state, now, id);
    }

    @Override
    public void inContainer(InstanceId id, String container) {
        database.write(sql ->
                sql.update("update instances set container = ? where id = ?", container, id));
    }

    @Override
    public void joins(InstanceId id, int release, DeploymentId deployment) {
        database.write(sql ->
                sql.update(
                        "update instances set release = ?, deployment = ? where id = ?",
                        release,
                        deployment,
                        id));
    }

    @Override
    public void movesTo(InstanceId id, String ip) {
        database.write(sql -> sql.update("update instances set ip = ? where id = ?", ip, id));
    }

    @Override
    public void listensOn(InstanceId id, int port) {
        database.write(sql -> sql.update("update instances set port = ? where id = ?", port, id));
    }

    @Override
    public void countRestart(InstanceId id) {
        database.write(
                sql -> sql.update("update instances set restarts = restarts + 1 where id = ?", id));
    }

    @Override
    public void remove(InstanceId id) {
        database.write(sql -> sql.update("delete from instances where id = ?", id));
    }

    private List<Instance> select(String rest, Object... arguments) {
        return database.read(sql ->
                sql.list(SqliteInstances::instance, "select * from instances " + rest, arguments));
    }

    private static Instance instance(Columns columns) throws SQLException {
        return new Instance(
                new InstanceId(columns.text("id")),
                columns.app(),
                columns.integer("release"),
                columns.deployment(),
                columns.text("container"),
                new Address(columns.text("ip"), columns.integer("port")),
                columns.constant(Instance.State.class, "state"),
                columns.instant("since"),
                columns.integer("restarts"));
    }
}
