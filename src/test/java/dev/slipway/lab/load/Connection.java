package dev.slipway.lab.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;

/// One connection to the edge, which knows how a request on it was cut. For one thread.
final class Connection implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int BUFFER = 16 * 1024;

    /// Takes what came of a body.
    interface Sink {
        void accept(byte[] bytes, int length) throws IOException;
    }

    private final SocketChannel channel;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int next;
    private int end;
    private int answered;
    private boolean answering;

    private Connection(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        in = channel.socket().getInputStream();
    }

    static Connection open(int port) throws IOException {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new Connection(SocketChannel.open(address));
        } catch (IOException e) {
            throw new Broken(Outcome.CONNECT_FAIL, String.valueOf(e.getMessage()));
        }
    }

    /// Whether the other side has closed it, as far as is known here.
    boolean isClosed() throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        } finally {
            channel.configureBlocking(true);
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /// Begins a request, or goes on with one.
    void send(byte[] bytes) throws IOException {
        answering = false;
        var rest = ByteBuffer.wrap(bytes);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw cut("write: " + e.getMessage());
        }
    }

    /// The head of the answer; what comes after it is still to be read.
    Answer head() throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var header = line.split(":", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1].strip());
        }
        return new Answer(status, headers);
    }

    void body(Answer answer, Sink sink) throws IOException {
        var piece = new byte[BUFFER];
        for (var left = answer.length(); left > 0; ) {
            fill();
            var length = (int) Math.min(left, end - next);
            System.arraycopy(buffer, next, piece, 0, length);
            next += length;
            left -= length;
            sink.accept(piece, length);
        }
        answered++;
    }

    int read() throws IOException {
        fill();
        return buffer[next++] & 0xff;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var c = read(); c != '\n'; c = read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private void fill() throws IOException {
        if (next < end) {
            return;
        }
        try {
            next = 0;
            end = in.read(buffer);
        } catch (SocketTimeoutException e) {
            throw new Broken(Outcome.TIMEOUT, "nothing came for " + PATIENCE);
        } catch (IOException e) {
            throw cut(String.valueOf(e.getMessage()));
        }
        if (end < 0) {
            throw cut("end of stream");
        }
        answering = true;
    }

    private Broken cut(String how) {
        var text = "%s after %d answers".formatted(how, answered);
        if (answering) {
            return new Broken(Outcome.TRUNCATED, text);
        }
        return new Broken(answered == 0 ? Outcome.FRESH_CUT : Outcome.REUSE_CUT, text);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it was of no more use anyway
        }
    }
}
