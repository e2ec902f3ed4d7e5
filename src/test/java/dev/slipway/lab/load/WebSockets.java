package dev.slipway.lab.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Echo over a WebSocket, a message at a time, for so long; then it is closed and another opened.
final class WebSockets extends Transfers {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final byte TEXT = (byte) 0x81;
    private static final byte[] MASK = {1, 2, 3, 4};

    /// The example of RFC 6455, section 1.3.
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Duration time;
    private final Outcome whenCut;

    /// @param whenCut what it is when the other side ends it before
    WebSockets(Duration time, Outcome whenCut) {
        this.time = time;
        this.whenCut = whenCut;
    }

    @Override
    void transfer(Connection connection, Target target, Tally tally)
            throws IOException, InterruptedException {
        var host = target.host();
        connection.send(
                "GET /ws HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n"
                        .formatted(host, KEY));
        var answer = connection.head();
        if (answer.status() != 101) {
            tally.failed(new Outcome("http_" + answer.status(), true), host);
        } else if (!answer.header("sec-websocket-accept").equals(ACCEPT) || !answer.isOf(host)) {
            tally.failed(Outcome.WRONG_BODY, "%s: %s".formatted(host, answer));
        } else {
            talk(connection, answer, target, tally);
        }
    }

    private void talk(Connection connection, Answer answer, Target target, Tally tally)
            throws IOException, InterruptedException {
        var until = Instant.now().plus(time);
        try {
            for (var n = 0; !target.isOver() && Instant.now().isBefore(until); n++) {
                var since = Instant.now();
                if (!echo(connection, "message " + n)) {
                    tally.failed(Outcome.WRONG_BODY, "message " + n);
                    return;
                }
                tally.good(answer, since);
                Thread.sleep(PAUSE);
            }
        } catch (Broken e) {
            if (e.outcome().equals(Outcome.TIMEOUT)) {
                throw e;
            }
            tally.ended.add(new LoadResult.Ended(answer.instance(), Instant.now()));
            tally.failed(whenCut, String.valueOf(e.getMessage()));
        }
    }

    private static boolean echo(Connection connection, String message) throws IOException {
        var text = message.getBytes(ISO_8859_1);
        var frame = new byte[2 + MASK.length + text.length];
        frame[0] = TEXT;
        frame[1] = (byte) (0x80 | text.length);
        System.arraycopy(MASK, 0, frame, 2, MASK.length);
        for (var i = 0; i < text.length; i++) {
            frame[2 + MASK.length + i] = (byte) (text[i] ^ MASK[i % MASK.length]);
        }
        connection.send(frame);
        var same = connection.read() == (TEXT & 0xff) && connection.read() == text.length;
        for (var i = 0; same && i < text.length; i++) {
            same = connection.read() == text[i];
        }
        return same;
    }
}
