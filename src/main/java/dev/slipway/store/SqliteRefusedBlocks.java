package dev.slipway.store;

import static java.util.stream.Collectors.toMap;

import dev.slipway.app.AppName;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

@Singleton
class SqliteRefusedBlocks implements RefusedBlocks {
    private final Database database;

    SqliteRefusedBlocks(Database database) {
        this.database = database;
    }

    @Override
    public Map<AppName, String> all() {
        return database.read(sql ->
                sql
                        .list(
                                row -> Map.entry(row.app(), row.text("complaint")),
                                "select * from refused_blocks")
                        .stream()
                        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Optional<String> of(AppName app) {
        return database.read(sql ->
                sql.first(
                        row -> row.text("complaint"),
                        "select * from refused_blocks where app = ?",
                        app));
    }

    @Override
    public void replace(Map<AppName, String> complaints, Instant now) {
        database.write(sql -> {
            sql.update("delete from refused_blocks");
            for (var refused : complaints.entrySet()) {
                // an app may have been removed meanwhile
                sql.update(
                        "insert into refused_blocks select name, ?, ? from apps where name = ?",
                        refused.getValue(),
                        now,
                        refused.getKey());
            }
        });
    }
}
