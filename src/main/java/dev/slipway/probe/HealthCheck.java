package dev.slipway.probe;

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
import java.util.Optional;

/// One question to an instance, from outside: a TCP connection, then an HTTP GET of its health path
/// that is answered with 200 to 399; of one that speaks gRPC the first frame of HTTP/2 is enough.
/// Nothing inside its image is needed.
public final class HealthCheck {
    /// What a client says first and what a server says first (RFC 9113, section 3.4): an empty
    /// SETTINGS frame, whose type is 4.
    private static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    .getBytes(StandardCharsets.ISO_8859_1);

    private static final int FRAME_HEAD = 9;
    private static final int FRAME_TYPE = 3;
    private static final int SETTINGS = 4;

    private final Duration connectTimeout;
    private final Duration patience;

    /// @param connectTimeout how long the connection may take
    /// @param patience how long it may take from the connection to the answer
    public HealthCheck(Duration connectTimeout, Duration patience) {
        this.connectTimeout = connectTimeout;
        this.patience = patience;
    }

    public Answer overHttp(Address address, String host, String path) {
        return connected(address, "does not answer GET " + path, socket -> ask(socket, host, path));
    }

    public Answer overGrpc(Address address) {
        return connected(address, "does not answer in HTTP/2", HealthCheck::greet);
    }

    private interface Talk {
        Answer over(Socket socket) throws IOException;
    }

    private Answer connected(Address address, String silence, Talk talk) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.ip(), address.port()),
                    Math.toIntExact(connectTimeout.toMillis()));
            return answer(socket, silence, talk);
        } catch (ConnectException e) {
            return new Answer.Closed("connection refused on " + address);
        } catch (SocketTimeoutException e) {
            return new Answer.Closed("no connection to " + address);
        } catch (IOException e) {
            return new Answer.Closed("no connection to %s (%s)".formatted(address, e.getMessage()));
        }
    }

    private Answer answer(Socket socket, String silence, Talk talk) {
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            return talk.over(socket);
        } catch (SocketTimeoutException e) {
            return new Answer.Silent(
                    "accepts connections, and %s within %d ms"
                            .formatted(silence, patience.toMillis()));
        } catch (IOException e) {
            return new Answer.Unwell(
                    "closes the connection and %s (%s)".formatted(silence, e.getMessage()),
                    Optional.empty());
        }
    }

    private static Answer ask(Socket socket, String host, String path) throws IOException {
        socket.getOutputStream().write(request(host, path));
        var status =
                new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.ISO_8859_1))
                        .readLine();
        return judge(path, status == null ? "" : status);
    }

    private static Answer greet(Socket socket) throws IOException {
        socket.getOutputStream().write(PREFACE);
        var head = socket.getInputStream().readNBytes(FRAME_HEAD);
        return head.length == FRAME_HEAD && head[FRAME_TYPE] == SETTINGS
                ? new Answer.Well()
                : new Answer.Unwell(
                        "does not answer in HTTP/2, which gRPC is made of", Optional.empty());
    }

    private static byte[] request(String host, String path) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: slipway-health\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                .formatted(path, host)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Answer judge(String path, String statusLine) {
        var parts = statusLine.split(" ", 3);
        if (!statusLine.startsWith("HTTP/1.") || parts.length < 2 || !parts[1].matches("\\d{3}")) {
            return new Answer.Unwell(
                    "does not answer GET %s in HTTP".formatted(path), Optional.empty());
        }
        int status = Integer.parseInt(parts[1]);
        return status >= 200 && status < 400
                ? new Answer.Well()
                : new Answer.Unwell(
                        "answers GET %s with %d".formatted(path, status), Optional.of(status));
    }
}
