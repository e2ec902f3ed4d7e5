package dev.slipway.nginx;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/// The addresses the proxy listens on. Clients resolve `*.localhost` to `::1` too (RFC 6761,
/// section 6.3), and some try nothing else after it, so both loopback addresses belong together.
final class Listens {
    private Listens() {}

    static List<String> of(String bind, int port) {
        return of(bind, port, hasIpv6());
    }

    static List<String> of(String bind, int port, boolean ipv6) {
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
