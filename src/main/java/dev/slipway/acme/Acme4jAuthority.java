package dev.slipway.acme;

import dev.slipway.app.Certificate;
import dev.slipway.app.Complaint;
import dev.slipway.app.HostName;
import dev.slipway.app.Secret;
import dev.slipway.config.CaBundle;
import dev.slipway.config.EngineConfig;
import dev.slipway.nginx.Edge;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/// The challenge is always HTTP-01, which needs nothing but the proxy. Every order is a session of
/// its own, so that settings and trusted authorities are those of the moment.
@Singleton
class Acme4jAuthority implements CertificateAuthority {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// For one host to be looked at, or for the certificate to be made.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EngineConfig.Acme config;
    private final AccountKey accountKey;
    private final CaBundle trusted;
    private final Edge edge;
    private final Clock clock;

    Acme4jAuthority(
            EngineConfig config, AccountKey accountKey, CaBundle trusted, Edge edge, Clock clock) {
        this.config = config.acme();
        this.accountKey = accountKey;
        this.trusted = trusted;
        this.edge = edge;
        this.clock = clock;
    }

    @Override
    public Issuance order(List<HostName> hosts) {
        try {
            return new Issuance.Issued(issue(hosts));
        } catch (AcmeRateLimitedException e) {
            return new Issuance.Refused(sentence(e), e.getRetryAfter());
        } catch (AcmeException
                | AcmeProtocolException
                | AcmeLazyLoadingException
                | Complaint
                | IOException e) {
            return new Issuance.Refused(sentence(e), Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Issuance.Refused("The engine stopped meanwhile", Optional.empty());
        }
    }

    private Certificate issue(List<HostName> hosts)
            throws AcmeException, IOException, InterruptedException {
        var client = client();
        try {
            var order = login(client).newOrder().domains(names(hosts)).create();
            for (var authorization : order.getAuthorizations()) {
                prove(authorization);
            }
            return finish(order);
        } finally {
            // not close(), which waits for answers that nobody read to their end
            client.shutdownNow();
        }
    }

    /// An account that the authority has for this key already is taken up again.
    private Login login(HttpClient client) throws AcmeException {
        var session = new Session(config.directory(), new Connections(client));
        session.setLocale(Locale.ENGLISH);
        var account = new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKey.load());
        config.email().ifPresent(account::addEmail);
        return account.createLogin(session);
    }

    /// A host that the authority has looked at lately need not be proven again.
    private void prove(Authorization authorization) throws AcmeException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        var host = authorization.getIdentifier().getDomain();
        var challenge =
                authorization
                        .findChallenge(Http01Challenge.class)
                        .orElseThrow(() -> new AcmeException(host + " cannot be proven by HTTP"));
        edge.challenge(challenge.getToken(), challenge.getAuthorization());
        try {
            challenge.trigger();
            if (authorization.waitForCompletion(PATIENCE) != Status.VALID) {
                throw new AcmeException(host + ": " + problem(authorization));
            }
        } finally {
            edge.endChallenge(challenge.getToken());
        }
    }

    private Certificate finish(Order order)
            throws AcmeException, IOException, InterruptedException {
        order.waitUntilReady(PATIENCE);
        var pair = KeyPairs.make();
        order.execute(pair);
        if (order.waitForCompletion(PATIENCE) != Status.VALID) {
            throw new AcmeException(said(order.getError()));
        }
        var chain = new StringWriter();
        order.getCertificate().writeCertificate(chain);
        return Certificate.of(
                chain.toString(), new Secret(KeyPairs.privatePem(pair)), clock.instant());
    }

    private HttpClient client() throws IOException {
        return HttpClient.newBuilder()
                .sslContext(trusted.tls())
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    private static List<String> names(List<HostName> hosts) {
        return hosts.stream().map(HostName::value).toList();
    }

    private static String problem(Authorization authorization) {
        return said(
                authorization.findChallenge(Http01Challenge.class).flatMap(Challenge::getError));
    }

    private static String said(Optional<Problem> problem) {
        return problem.map(Problem::toString)
                .orElse("the certificate authority refuses it and does not say why");
    }

    /// acme4j puts what the authority said into the message, and what the network did into the
    /// cause.
    private String sentence(Exception e) {
        return e.getCause() == null
                ? String.valueOf(e.getMessage())
                : "The certificate authority %s cannot be asked: %s"
                        .formatted(config.directory(), causes(e));
    }

    private static String causes(Throwable e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /// How acme4j is handed a client that trusts the authorities of the machine.
    private static final class Connections extends GenericAcmeProvider {
        private final HttpClient client;

        private Connections(HttpClient client) {
            this.client = client;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            return client;
        }
    }
}
