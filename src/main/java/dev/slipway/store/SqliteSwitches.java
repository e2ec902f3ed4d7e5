package dev.slipway.store;

import dev.slipway.app.App;
import dev.slipway.app.Deployment;
import dev.slipway.app.DeploymentStatus;
import dev.slipway.app.Instance;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

@Singleton
class SqliteSwitches implements Switches {
    private final Database database;

    SqliteSwitches(Database database) {
        this.database = database;
    }

    @Override
    public boolean goLive(
            Deployment deployment, List<Instance> fresh, List<Instance> old, Instant now) {
        return database.writeAndGet(sql -> {
            if (!SqliteDeployments.finish(sql, deployment.id(), new DeploymentStatus.Live(), now)) {
                return false;
            }
            become(sql, fresh, Instance.State.READY, now);
            become(sql, old, Instance.State.DRAINING, now);
            sql.update(
                    "update apps set live_release = ?, intent = ? where name = ?",
                    deployment.release(),
                    App.Intent.RUNNING,
                    deployment.app());
            return true;
        });
    }

    private static void become(Sql sql, List<Instance> some, Instance.State state, Instant now)
            throws SQLException {
        for (var instance : some) {
            SqliteInstances.become(sql, instance.id(), state, now);
        }
    }
}
