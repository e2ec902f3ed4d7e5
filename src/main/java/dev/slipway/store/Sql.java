package dev.slipway.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JDBC with the ceremony taken out. Arguments may be text, numbers, booleans, `Instant` (kept as
/// Unix ms), `Optional` of those (kept as null when empty), or anything else whose `toString` is
/// what is kept. A statement is prepared once: in a batch the same ones come again and again.
final class Sql implements AutoCloseable {
    interface Row<T> {
        T from(Columns columns) throws SQLException;
    }

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Connection connection) {
        this.connection = connection;
    }

    int update(String statement, Object... arguments) throws SQLException {
        return prepare(statement, arguments).executeUpdate();
    }

    <T> List<T> list(Row<T> row, String query, Object... arguments) throws SQLException {
        try (var results = prepare(query, arguments).executeQuery()) {
            var found = new ArrayList<T>();
            while (results.next()) {
                found.add(row.from(new Columns(results)));
            }
            return List.copyOf(found);
        }
    }

    @Override
    public void close() throws SQLException {
        for (var statement : prepared.values()) {
            statement.close();
        }
    }

    <T> Optional<T> first(Row<T> row, String query, Object... arguments) throws SQLException {
        return list(row, query, arguments).stream().findFirst();
    }

    private PreparedStatement prepare(String text, Object... arguments) throws SQLException {
        var statement = prepared.get(text);
        if (statement == null) {
            statement = connection.prepareStatement(text);
            prepared.put(text, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            bind(statement, i + 1, arguments[i]);
        }
        return statement;
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
