package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Loss;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

@Singleton
class SqliteLosses implements Losses {
    private final Database database;

    SqliteLosses(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Instance seen, Loss loss) {
        return database.writeAndGet(sql -> {
            boolean lost =
                    SqliteInstances.become(sql, seen, Instance.State.DOWN, loss.detectedAt());
            if (lost) {
                insert(sql, loss);
            }
            return lost;
        });
    }

    private static void insert(Sql sql, Loss loss) throws SQLException {
        sql.update(
                "insert into losses values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                loss.id(),
                loss.app(),
                loss.instance(),
                loss.cause(),
                loss.said(),
                loss.exitCode(),
                loss.action(),
                loss.detectedAt(),
                loss.detectDelay().toMillis(),
                UsageText.write(loss.usage()));
    }

    static void remove(Sql sql, String id) throws SQLException {
        sql.update("delete from losses where id = ?", id);
    }

    @Override
    public List<Loss> untold() {
        return database.read(
                sql -> sql.list(SqliteLosses::loss, "select * from losses order by detected_at"));
    }

    private static Loss loss(Columns columns) throws SQLException {
        return new Loss(
                columns.text("id"),
                new AppName(columns.text("app")),
                new InstanceId(columns.text("instance")),
                columns.constant(Cause.class, "cause"),
                columns.text("said"),
                columns.optionalInteger("exit_code"),
                columns.text("action"),
                columns.instant("detected_at"),
                Duration.ofMillis(columns.number("detect_ms")),
                UsageText.read(columns.text("usage")));
    }
}
