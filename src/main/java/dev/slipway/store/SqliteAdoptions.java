package dev.slipway.store;

import dev.slipway.app.App;
import dev.slipway.app.Instance;
import dev.slipway.app.Release;
import jakarta.inject.Singleton;
import java.util.List;

@Singleton
class SqliteAdoptions implements Adoptions {
    private final Database database;
    private final ConfigJson json;

    SqliteAdoptions(Database database, ConfigJson json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public void adopt(App app, Release live, List<Instance> instances, int highest) {
        database.write(sql -> {
            SqliteApps.add(sql, app, json);
            sql.update(
                    "delete from releases where app = ? and number = ?", app.name(), live.number());
            SqliteReleases.add(sql, live, json);
            sql.update(
                    "update apps set live_release = ?, next_release = max(next_release, ?) where name = ?",
                    live.number(),
                    highest + 1,
                    app.name());
            sql.update("delete from instances where app = ?", app.name());
            for (var instance : instances) {
                SqliteInstances.add(sql, instance);
            }
        });
    }
}
