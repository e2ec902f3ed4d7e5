package dev.slipway.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The real Docker engine behind a line that can fail: it answers all with 500, or is not there at
/// all, as while it is restarted.
public final class FlakyDocker implements AutoCloseable {
    public enum Mood {
        WELL,
        /// Answers each new connection with 500.
        BROKEN,
        /// Cuts connections, and takes no new one.
        GONE
    }

    private static final String SOCKET = "/var/run/docker.sock";
    private static final String ERROR =
            "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 26\r\nConnection: close\r\n\r\n{\"message\":\"disk on fire\"}";

    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.WELL;

    private FlakyDocker() throws IOException {
        server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    public static FlakyDocker start() {
        try {
            return new FlakyDocker();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For `slipway.docker.host`.
    public String host() {
        return "tcp://127.0.0.1:" + server.getLocalPort();
    }

    /// Connections that are open are cut when it falls ill: nobody goes on as before.
    public void become(Mood next) {
        mood = next;
        if (next != Mood.WELL) {
            open.forEach(FlakyDocker::close);
        }
    }

    @Override
    public void close() {
        become(Mood.GONE);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            switch (mood) {
                case WELL -> connect(client);
                case BROKEN -> {
                    client.getInputStream().read(new byte[8192]);
                    client.getOutputStream().write(ERROR.getBytes(StandardCharsets.US_ASCII));
                }
                case GONE -> {}
            }
        } catch (IOException e) {
            // one side has hung up
        } finally {
            open.remove(client);
        }
    }

    private static void connect(Socket client) throws IOException {
        try (var docker = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            docker.connect(UnixDomainSocketAddress.of(SOCKET));
            var answers = Channels.newInputStream(docker);
            var back = Thread.ofVirtual().start(() -> copy(answers, client));
            try (var requests = client.getInputStream()) {
                transfer(requests, Channels.newOutputStream(docker));
                docker.shutdownOutput();
            }
            back.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(InputStream from, Socket to) {
        try (to) {
            transfer(from, to.getOutputStream());
        } catch (IOException e) {
            // one side has hung up
        }
    }

    private static void transfer(InputStream from, OutputStream to) throws IOException {
        var buffer = new byte[64 * 1024];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
