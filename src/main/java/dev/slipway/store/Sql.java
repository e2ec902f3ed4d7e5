package dev.slipway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// JDBC with the ceremony taken out. Arguments may be text, numbers, booleans, `Instant` (kept as
/// Unix ms), `Optional` of those (kept as null when empty), or anything else whose `toString` is
/// what is kept.
final class Sql {
    interface Row<T> {
        T from(Columns columns) throws SQLException;
    }

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    int update(String statement, Object... arguments) throws SQLException {
        try (var prepared = prepare(statement, arguments)) {
            return prepared.executeUpdate();
        }
    }

    <T> List<T> list(Row<T> row, String query, Object... arguments) throws SQLException {
        try (var prepared = prepare(query, arguments);
                var results = prepared.executeQuery()) {
            var found = new ArrayList<T>();
            while (results.next()) {
                found.add(row.from(new Columns(results)));
            }
            return List.copyOf(found);
        }
    }

    <T> Optional<T> first(Row<T> row, String query, Object... arguments) throws SQLException {
        return list(row, query, arguments).stream().findFirst();
    }

    private PreparedStatement prepare(String statement, Object... arguments) throws SQLException {
        var prepared = connection.prepareStatement(statement);
        for (int i = 0; i < arguments.length; i++) {
            bind(prepared, i + 1, arguments[i]);
        }
        return prepared;
    }

    private static void bind(PreparedStatement prepared, int index, Object argument)
            throws SQLException {
        switch (argument) {
            case Optional<?> optional when optional.isEmpty() -> prepared.setObject(index, null);
            case Optional<?> optional -> bind(prepared, index, optional.get());
            case Instant instant -> prepared.setLong(index, instant.toEpochMilli());
            case Long number -> prepared.setLong(index, number);
            case Integer number -> prepared.setInt(index, number);
            case Boolean flag -> prepared.setInt(index, flag ? 1 : 0);
            case Enum<?> constant -> prepared.setString(index, constant.name());
            default -> prepared.setString(index, argument.toString());
        }
    }
}
