package dev.slipway.store;

import dev.slipway.app.Delivery;
import dev.slipway.app.DeploymentId;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

@Singleton
class SqliteDeliveries implements Deliveries {
    private final Database database;

    SqliteDeliveries(Database database) {
        this.database = database;
    }

    @Override
    public void add(Delivery delivery) {
        database.write(sql -> add(sql, delivery));
    }

    static void add(Sql sql, Delivery delivery) throws SQLException {
        sql.update(
                "insert into deliveries values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                delivery.id(),
                delivery.provider(),
                delivery.event(),
                delivery.app(),
                delivery.providerId(),
                delivery.decision(),
                delivery.reason(),
                delivery.bodySha256(),
                delivery.receivedAt(),
                delivery.deployment());
    }

    @Override
    public List<Delivery> latest(int limit) {
        return database.read(sql ->
                sql.list(
                        SqliteDeliveries::delivery,
                        "select * from deliveries order by received_at desc limit ?",
                        limit));
    }

    private static Delivery delivery(Columns columns) throws SQLException {
        return new Delivery(
                columns.text("id"),
                columns.text("provider"),
                columns.text("event"),
                columns.app(),
                columns.optionalText("delivery_id"),
                columns.constant(Delivery.Decision.class, "decision"),
                columns.text("reason"),
                columns.text("body_sha256"),
                columns.instant("received_at"),
                columns.optionalText("deployment").map(DeploymentId::new));
    }
}
