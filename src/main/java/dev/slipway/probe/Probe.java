package dev.slipway.probe;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// One connection to the proxy, for one request after the other. No HTTP client, because those send
/// a request again when its connection is cut: just what is to be seen here.
public final class Probe implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_BODY = 1024 * 1024;

    public enum Outcome {
        ANSWERED,
        /// Answered with 5xx, by the app or by the proxy, which has counted it.
        REFUSED,
        /// No connection, or it was closed without a word: the proxy has not counted it.
        LOST,
        /// Cut in mid-answer, or not answered in time: a request to the proxy, no failure.
        BROKEN
    }

    private final Socket socket;
    private final BufferedInputStream in;
    private long deadline;
    private boolean heard;
    private boolean reusable;

    private Probe(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// @throws IOException when there is no connection within a second
    public static Probe open(InetSocketAddress proxy) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(proxy, Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
            socket.setTcpNoDelay(true);
            return new Probe(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public Outcome ask(byte[] request, Duration patience) {
        deadline = System.nanoTime() + patience.toNanos();
        heard = false;
        reusable = false;
        try {
            socket.getOutputStream().write(request);
            return readAnswer();
        } catch (SocketTimeoutException e) {
            return Outcome.BROKEN;
        } catch (IOException e) {
            return heard ? Outcome.BROKEN : Outcome.LOST;
        }
    }

    /// Whether the answer came to its end and the proxy keeps the connection.
    public boolean isReusable() {
        return reusable;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more either way
        }
    }

    private Outcome readAnswer() throws IOException {
        var status = line();
        var length = -1L;
        var chunked = false;
        var kept = true;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring("content-length:".length()).strip());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            kept &= !(lower.startsWith("connection:") && lower.contains("close"));
        }
        var empty = status.contains(" 204") || status.contains(" 304");
        reusable = readBody(empty ? 0 : length, chunked) && kept;
        return status.matches("HTTP/1\\.[01] 5\\d\\d\\b.*") ? Outcome.REFUSED : Outcome.ANSWERED;
    }

    /// @return whether it was read to an end that the proxy has marked; the rest of a long one, or
    ///   of one that never ends, is not worth the wait
    private boolean readBody(long length, boolean chunked) throws IOException {
        if (chunked) {
            return readChunks();
        }
        return length >= 0 && length <= LONGEST_BODY && skip(length);
    }

    private boolean readChunks() throws IOException {
        for (int total = 0; total <= LONGEST_BODY; ) {
            var size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            total += size;
            skip(size);
            line();
            if (size == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean skip(long bytes) throws IOException {
        for (long i = 0; i < bytes; i++) {
            next();
        }
        return true;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = next(); c != '\n'; c = next()) {
            line.write(c);
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line without an end");
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private int next() throws IOException {
        if (in.available() == 0) {
            var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout(Math.toIntExact(left));
        }
        int c = in.read();
        if (c < 0) {
            throw new EOFException();
        }
        heard = true;
        return c;
    }
}
