package dev.slipway.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// As much of SMTP (RFC 5321) as it takes to receive mail, over TLS from the first byte on. It
/// keeps what it gets.
public final class MailServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /// @param to of the envelope
    /// @param lines headers, an empty one, and the body as it was encoded
    public record Received(String from, List<String> to, List<String> lines) {
        public String header(String name) {
            return lines.stream()
                    .takeWhile(line -> !line.isEmpty())
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    public MailServer(ServerCertificate certificate) throws IOException {
        socket =
                certificate
                        .context()
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var session = new Session(connection);
            session.say("220 lab");
            while (session.obey(session.hear())) {
                // until QUIT
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Session {
        private final Socket connection;
        private final BufferedReader in;
        private String from = "";
        private final List<String> to = new ArrayList<>();

        Session(Socket connection) throws IOException {
            this.connection = connection;
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.UTF_8));
        }

        String hear() throws IOException {
            var line = in.readLine();
            return line == null ? "QUIT" : line;
        }

        void say(String line) throws IOException {
            connection.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        /// @return whether there may be more
        boolean obey(String line) throws IOException {
            switch (line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT)) {
                case "MAIL" -> {
                    from = address(line);
                    to.clear();
                    say("250 OK");
                }
                case "RCPT" -> {
                    to.add(address(line));
                    say("250 OK");
                }
                case "DATA" -> {
                    say("354 go on");
                    received.add(new Received(from, List.copyOf(to), text()));
                    say("250 kept");
                }
                case "QUIT" -> {
                    say("221 bye");
                    return false;
                }
                case "EHLO", "HELO", "RSET", "NOOP" -> say("250 lab");
                default -> say("502 not known");
            }
            return true;
        }

        private List<String> text() throws IOException {
            var lines = new ArrayList<String>();
            for (var line = hear(); !line.equals("."); line = hear()) {
                lines.add(line.startsWith(".") ? line.substring(1) : line);
            }
            return lines;
        }

        private static String address(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }
    }
}
