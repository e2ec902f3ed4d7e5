package dev.slipway.nginx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.slipway.app.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Agrees to any upgrade, then sends back what it gets: all of a WebSocket that a proxy sees.
final class EchoApp implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    EchoApp() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    Address address() {
        return new Address("127.0.0.1", server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void serve() {
        try (var connection = server.accept()) {
            connection.getInputStream().read(new byte[4096]);
            echo(connection);
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void echo(Socket connection) throws IOException {
        var agreed =
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        connection.getOutputStream().write(agreed.getBytes(US_ASCII));
        connection.getInputStream().transferTo(connection.getOutputStream());
    }
}
