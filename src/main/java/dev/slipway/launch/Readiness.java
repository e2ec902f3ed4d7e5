package dev.slipway.launch;

import dev.slipway.app.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/// Asks an instance, from outside, whether it is ready: a TCP connection, then an HTTP GET of its
/// health path that is answered with 200 to 399; of one that speaks gRPC the first frame of HTTP/2
/// is enough. Nothing inside its image is needed.
final class Readiness {
    /// A SYN that is sent while the container's interface is away is lost, and sent again by the
    /// kernel only after a second: so connections are given up early and tried anew.
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(50);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(3);

    sealed interface Answer {
        record Ready() implements Answer {}

        /// Nothing accepts connections there.
        record Closed(String why) implements Answer {}

        /// It accepts connections and does not answer well.
        record Unwell(String why) implements Answer {}
    }

    /// What a client says first and what a server says first (RFC 9113, section 3.4): an empty
    /// SETTINGS frame, whose type is 4.
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private static final int FRAME_HEAD = 9;
    private static final int FRAME_TYPE = 3;
    private static final int SETTINGS = 4;

    private Readiness() {}

    /// Blocks for 3 s at most.
    static Answer probe(Address address, String host, String path) {
        return connected(address, socket -> ask(socket, host, path));
    }

    /// Blocks for 3 s at most.
    static Answer probeGrpc(Address address) {
        return connected(address, Readiness::greet);
    }

    private static Answer connected(Address address, Function<Socket, Answer> talk) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.ip(), address.port()),
                    Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            return talk.apply(socket);
        } catch (ConnectException e) {
            return new Answer.Closed("connection refused on " + address);
        } catch (SocketTimeoutException e) {
            return new Answer.Closed("no connection to " + address);
        } catch (IOException e) {
            return new Answer.Closed("no connection to %s (%s)".formatted(address, e.getMessage()));
        }
    }

    private static Answer ask(Socket socket, String host, String path) {
        try {
            socket.setSoTimeout(Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
            socket.getOutputStream().write(request(host, path));
            var status =
                    new BufferedReader(
                                    new InputStreamReader(
                                            socket.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine();
            return judge(path, status == null ? "" : status);
        } catch (SocketTimeoutException e) {
            return new Answer.Unwell(
                    "accepts connections, and does not answer GET %s within %d s"
                            .formatted(path, ANSWER_TIMEOUT.toSeconds()));
        } catch (IOException e) {
            return new Answer.Unwell(
                    "closes the connection on GET %s (%s)".formatted(path, e.getMessage()));
        }
    }

    private static Answer greet(Socket socket) {
        try {
            socket.setSoTimeout(Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
            socket.getOutputStream().write(PREFACE);
            var head = socket.getInputStream().readNBytes(FRAME_HEAD);
            return head.length == FRAME_HEAD && head[FRAME_TYPE] == SETTINGS
                    ? new Answer.Ready()
                    : new Answer.Unwell("does not answer in HTTP/2, which gRPC is made of");
        } catch (IOException e) {
            return new Answer.Unwell(
                    "does not answer in HTTP/2, which gRPC is made of (%s)"
                            .formatted(e.getMessage()));
        }
    }

    private static byte[] request(String host, String path) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: slipway-readiness\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                .formatted(path, host)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Answer judge(String path, String statusLine) {
        var parts = statusLine.split(" ", 3);
        if (!statusLine.startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("\\d{3}")) {
            return new Answer.Unwell("does not answer GET %s in HTTP".formatted(path));
        }
        int status = Integer.parseInt(parts[1]);
        return status >= 200 && status < 400
                ? new Answer.Ready()
                : new Answer.Unwell("answers GET %s with %d".formatted(path, status));
    }
}
