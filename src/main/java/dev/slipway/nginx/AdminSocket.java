package dev.slipway.nginx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// One request, one answer over the proxy's unix socket. The JDK's HTTP client has no unix sockets;
/// HTTP/1.0 is so little that no library is worth it, as its answer ends where the connection does.
record AdminSocket(Path path) {
    private static final int BUFFER = 16 * 1024;

    record Answer(int status, String body) {
        private static Answer parse(String text) throws IOException {
            var head = text.indexOf("\r\n\r\n");
            if (head < 0 || !text.startsWith("HTTP/1.1 ")) {
                throw new IOException("the answer is cut short");
            }
            return new Answer(
                    Integer.parseInt(text.substring(9, 12)), text.substring(head + 4).strip());
        }
    }

    /// A blocking channel has no timeout, so this one waits in a selector: a hung proxy costs its
    /// caller the time given and no more, and each wait is cut to what is left of it.
    ///
    /// @throws IOException when there is no proxy, or no whole answer in time
    Answer ask(String method, String target, String body, Duration within) throws IOException {
        var deadline = System.nanoTime() + within.toNanos();
        try (var selector = Selector.open();
                var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            // never under way: either the proxy's queue takes us, or it is full
            if (!channel.connect(UnixDomainSocketAddress.of(path))) {
                throw new IOException("too many connections wait for it");
            }
            var key = channel.register(selector, SelectionKey.OP_WRITE);
            var request = ByteBuffer.wrap(request(method, target, body));
            while (request.hasRemaining()) {
                await(selector, deadline);
                channel.write(request);
            }
            key.interestOps(SelectionKey.OP_READ);
            return Answer.parse(readToEnd(channel, selector, deadline));
        }
    }

    private static byte[] request(String method, String target, String body) {
        return "%s %s HTTP/1.0\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(method, target, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String readToEnd(SocketChannel channel, Selector selector, long deadline)
            throws IOException {
        var answer = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(BUFFER);
        while (true) {
            await(selector, deadline);
            if (channel.read(buffer) < 0) {
                return answer.toString(StandardCharsets.US_ASCII);
            }
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    private static void await(Selector selector, long deadline) throws IOException {
        var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0 || selector.select(left) == 0) {
            throw new IOException("no answer in time");
        }
        selector.selectedKeys().clear();
    }
}
