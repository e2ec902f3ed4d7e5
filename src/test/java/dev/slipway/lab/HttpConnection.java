package dev.slipway.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One keep-alive connection; what it does on the wire is what the test says. An answer must have a
/// Content-Length or no body.
public final class HttpConnection implements AutoCloseable {
    private static final int PATIENCE_MS = 40_000;

    /// Header names are in lower case.
    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Socket socket;
    private final BufferedInputStream in;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public static HttpConnection open(int port) {
        try {
            return new HttpConnection(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer get(String host, String... headers) {
        send("GET", host, "", headers);
        return answer();
    }

    public Answer post(String host, String body) {
        send("POST", host, body);
        return answer();
    }

    public void send(String method, String host, String body, String... headers) {
        var head = new StringBuilder(method + " / HTTP/1.1\r\nHost: " + host + "\r\n");
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        write(head + "\r\n" + body);
    }

    public void write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer answer() {
        try {
            var status = Integer.parseInt(line().substring(9, 12));
            var headers = new TreeMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                var colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return new Answer(status, headers, read(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAnsweredWithin(Duration patience) {
        try {
            socket.setSoTimeout((int) patience.toMillis());
            in.mark(1);
            var answered = in.read() >= 0;
            in.reset();
            return answered;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            beAsPatientAsBefore();
        }
    }

    private void beAsPatientAsBefore() {
        try {
            socket.setSoTimeout(PATIENCE_MS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(int length) {
        try {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }
}
