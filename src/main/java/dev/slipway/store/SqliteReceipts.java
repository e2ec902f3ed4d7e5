package dev.slipway.store;

import dev.slipway.app.DeploymentId;
import dev.slipway.app.Receipt;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

@Singleton
class SqliteReceipts implements Receipts {
    private final Database database;

    SqliteReceipts(Database database) {
        this.database = database;
    }

    @Override
    public void add(DeploymentId deployment, Receipt receipt) {
        database.write(sql ->
                sql.update(
                        "insert into receipts values (?, ?, ?, ?, ?, ?)",
                        deployment,
                        receipt.requests(),
                        receipt.failed(),
                        receipt.p50().map(Duration::toMillis),
                        receipt.p99().map(Duration::toMillis),
                        receipt.switchTime().toMillis()));
    }

    @Override
    public Optional<Receipt> of(DeploymentId deployment) {
        return database.read(sql ->
                sql.first(
                        SqliteReceipts::receipt,
                        "select * from receipts where deployment = ?",
                        deployment));
    }

    private static Receipt receipt(Columns columns) throws SQLException {
        return new Receipt(
                columns.number("requests"),
                columns.number("failed"),
                columns.optionalInteger("p50_ms").map(Duration::ofMillis),
                columns.optionalInteger("p99_ms").map(Duration::ofMillis),
                Duration.ofMillis(columns.number("switch_ms")));
    }
}
