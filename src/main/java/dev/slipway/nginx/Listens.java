package dev.slipway.nginx;

import dev.slipway.config.EngineConfig;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// The addresses the proxy listens on, as arguments of `listen`. Clients resolve `*.localhost` to
/// `::1` too (RFC 6761, section 6.3), and some try nothing else after it, so both loopback
/// addresses belong together.
record Listens(String bind, int port, int tlsPort, int grpcPort, boolean ipv6) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    Listens {
        Nginx.quotable(bind);
    }

    static Listens of(EngineConfig config) {
        return new Listens(
                config.httpBind(),
                config.httpPort(),
                config.httpsPort(),
                config.grpcPort(),
                hasIpv6());
    }

    List<String> plain() {
        return at(port);
    }

    /// As a server of an app names them.
    List<String> tls() {
        return tlsAddresses().stream().map(address -> address + " ssl http2").toList();
    }

    List<String> tlsAddresses() {
        return at(tlsPort);
    }

    /// Empty when there is no port for gRPC without TLS.
    List<String> grpcAddresses() {
        return grpcPort == 0 ? List.of() : at(grpcPort);
    }

    /// What follows the host in an http URL.
    String plainSuffix() {
        return port == HTTP ? "" : ":" + port;
    }

    /// What follows the host in an https URL.
    String tlsSuffix() {
        return tlsPort == HTTPS ? "" : ":" + tlsPort;
    }

    private List<String> at(int port) {
        var first = (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + port;
        return switch (bind) {
            case "127.0.0.1" -> ipv6 ? List.of(first, "[::1]:" + port) : List.of(first);
            case "0.0.0.0" -> ipv6 ? List.of(first, "[::]:" + port) : List.of(first);
            default -> List.of(first);
        };
    }

    /// Nginx does not start when told to listen on an address that the machine lacks. The engine
    /// shares the proxy's network namespace, so it sees the same interfaces.
    private static boolean hasIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(a -> a instanceof Inet6Address && a.isLoopbackAddress());
        } catch (SocketException e) {
            return false;
        }
    }
}
