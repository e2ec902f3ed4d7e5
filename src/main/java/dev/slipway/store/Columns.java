package dev.slipway.store;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Revision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// One row of a result, column by column, in our own types.
record Columns(ResultSet results) {
    String text(String column) throws SQLException {
        return results.getString(column);
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(results.getString(column));
    }

    int integer(String column) throws SQLException {
        return results.getInt(column);
    }

    Optional<Integer> optionalInteger(String column) throws SQLException {
        var value = results.getInt(column);
        return results.wasNull() ? Optional.empty() : Optional.of(value);
    }

    long number(String column) throws SQLException {
        return results.getLong(column);
    }

    boolean flag(String column) throws SQLException {
        return results.getInt(column) != 0;
    }

    Instant instant(String column) throws SQLException {
        return Instant.ofEpochMilli(results.getLong(column));
    }

    Optional<Instant> optionalInstant(String column) throws SQLException {
        var value = results.getLong(column);
        return results.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
    }

    <E extends Enum<E>> E constant(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, results.getString(column));
    }

    AppName app() throws SQLException {
        return new AppName(text("app"));
    }

    DeploymentId deployment() throws SQLException {
        return new DeploymentId(text("deployment"));
    }

    Optional<Revision> commit() throws SQLException {
        return optionalText("commit_id").map(Revision::new);
    }
}
