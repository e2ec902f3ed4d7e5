package dev.slipway.git;

import dev.slipway.config.CaBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.net.ssl.TrustManager;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/// Opens each HTTP request of one fetch, the redirected ones too: none goes to a link-local address
/// (cloud hosts serve their credentials on 169.254.169.254), and the login goes to nobody but the
/// host it was given for.
///
/// Not covered: a forward proxy (`https.proxyHost`), which resolves names by itself; NAT64 and
/// other gateways that lead to such an address from an innocent one. A name that changes its
/// address between check and connect is covered by the JVM's own cache of names (30 s).
final class GuardedConnections implements HttpConnectionFactory {
    /// Amazon's metadata service over IPv6 is not link-local.
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254");

    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /// How names become addresses, and whose certificates are believed.
    record Network(Resolver resolver, CaBundle authorities) {}

    private final URIish origin;
    private final Network network;
    private int status;

    GuardedConnections(URIish origin, Network network) {
        this.origin = origin;
        this.network = network;
    }

    /// The status of the last answer, 0 when there was none.
    int status() {
        return status;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        status = 0;
        refuseLinkLocal(url.getHost());
        var connection = new Connection(url, proxy);
        if (url.getProtocol().equals("https")) {
            trustAuthorities(connection);
        }
        return connection;
    }

    private void trustAuthorities(Connection connection) throws IOException {
        try {
            var trusted = new TrustManager[] {network.authorities().trustManager()};
            connection.configure(null, trusted, null);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    private void refuseLinkLocal(String host) throws UnknownHostException {
        for (var address : network.resolver().addresses(host)) {
            if (address.isLinkLocalAddress() || METADATA.contains(address.getHostAddress())) {
                throw new GitTrouble(
                        "%s leads to the link-local or metadata address %s, which is never fetched from"
                                .formatted(host, address.getHostAddress()));
            }
        }
    }

    private boolean isOrigin(URL url) {
        return url.getHost().equalsIgnoreCase(origin.getHost())
                && url.getPort() == origin.getPort();
    }

    private final class Connection extends JDKHttpConnection {
        Connection(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public void setRequestProperty(String key, String value) {
            if (!key.equalsIgnoreCase("Authorization") || isOrigin(getURL())) {
                super.setRequestProperty(key, value);
            }
        }

        @Override
        public int getResponseCode() throws IOException {
            status = super.getResponseCode();
            return status;
        }
    }
}
