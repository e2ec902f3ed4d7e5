package dev.slipway.store;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import dev.slipway.app.AppCertificate;
import dev.slipway.app.AppName;
import dev.slipway.app.Certificate;
import dev.slipway.app.HostName;
import dev.slipway.app.Secret;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

@Singleton
class SqliteCertificates implements Certificates {
    private enum Source {
        GIVEN,
        ACME
    }

    private enum State {
        PENDING,
        ISSUED,
        FAILED
    }

    /// The columns besides the app and the certificate.
    private record Rest(
            Source source,
            State state,
            List<HostName> hosts,
            Optional<String> problem,
            int attempts,
            Optional<Instant> nextAttempt) {
        static Rest of(AppCertificate certificate) {
            return switch (certificate) {
                case AppCertificate.Given _ -> bare(Source.GIVEN, State.ISSUED, List.of());
                case AppCertificate.Pending _ -> bare(Source.ACME, State.PENDING, List.of());
                case AppCertificate.Issued(_, var hosts) -> bare(Source.ACME, State.ISSUED, hosts);
                case AppCertificate.Failed failed ->
                        new Rest(
                                Source.ACME,
                                State.FAILED,
                                failed.hosts(),
                                Optional.of(failed.problem()),
                                failed.attempts(),
                                Optional.of(failed.nextAttempt()));
            };
        }

        private static Rest bare(Source source, State state, List<HostName> hosts) {
            return new Rest(source, state, hosts, Optional.empty(), 0, Optional.empty());
        }
    }

    private record Row(AppName app, AppCertificate certificate) {}

    private final Database database;
    private final Vault vault;

    SqliteCertificates(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    @Override
    public Optional<AppCertificate> find(AppName app) {
        return database.read(sql ->
                        sql.first(this::row, "select * from certificates where app = ?", app))
                .map(Row::certificate);
    }

    @Override
    public Map<AppName, AppCertificate> all() {
        return database.read(sql -> sql.list(this::row, "select * from certificates")).stream()
                .collect(toMap(Row::app, Row::certificate));
    }

    @Override
    public void put(AppName app, AppCertificate certificate) {
        database.write(sql -> {
            sql.update("delete from certificates where app = ?", app);
            insert(sql, app, certificate);
        });
    }

    @Override
    public boolean settle(AppName app, AppCertificate certificate) {
        return database.writeAndGet(sql -> {
            var deleted =
                    sql.update(
                            "delete from certificates where app = ? and source = ?",
                            app,
                            Source.ACME);
            if (deleted == 1) {
                insert(sql, app, certificate);
            }
            return deleted == 1;
        });
    }

    @Override
    public void remove(AppName app) {
        database.write(sql -> sql.update("delete from certificates where app = ?", app));
    }

    private void insert(Sql sql, AppName app, AppCertificate certificate) throws SQLException {
        var rest = Rest.of(certificate);
        sql.update(
                "insert into certificates values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                app,
                rest.source(),
                rest.state(),
                certificate.inUse().map(Certificate::chain),
                certificate.inUse().map(Certificate::key).map(Secret::reveal).map(vault::seal),
                certificate.inUse().map(Certificate::notAfter),
                rest.hosts().stream().map(HostName::value).collect(joining(" ")),
                rest.problem(),
                rest.attempts(),
                rest.nextAttempt());
    }

    private Row row(Columns columns) throws SQLException {
        return new Row(columns.app(), certificate(columns));
    }

    private AppCertificate certificate(Columns columns) throws SQLException {
        var inUse = inUse(columns);
        if (columns.constant(Source.class, "source") == Source.GIVEN) {
            return new AppCertificate.Given(inUse.orElseThrow());
        }
        return switch (columns.constant(State.class, "state")) {
            case PENDING -> new AppCertificate.Pending(inUse);
            case ISSUED -> new AppCertificate.Issued(inUse.orElseThrow(), hosts(columns));
            case FAILED ->
                    new AppCertificate.Failed(
                            inUse,
                            columns.text("problem"),
                            columns.integer("attempts"),
                            columns.instant("next_attempt"),
                            hosts(columns));
        };
    }

    private Optional<Certificate> inUse(Columns columns) throws SQLException {
        var key = columns.optionalText("key").map(vault::open).map(Secret::new);
        var chain = columns.optionalText("chain");
        return chain.flatMap(pem -> key.map(secret -> Certificate.kept(pem, secret)));
    }

    private static List<HostName> hosts(Columns columns) throws SQLException {
        return Stream.of(columns.text("hosts").split(" ")).map(HostName::new).toList();
    }
}
