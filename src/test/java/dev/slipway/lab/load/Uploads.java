package dev.slipway.lab.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Bodies that are sent slowly; the app tells their length and hash.
final class Uploads extends Transfers {
    private static final int STEP_BYTES = 20_000;
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int PERIOD = 23;

    private final int steps;

    Uploads(Duration time) {
        steps = Math.toIntExact(time.dividedBy(STEP));
    }

    @Override
    void transfer(Connection connection, Target target, Tally tally)
            throws IOException, InterruptedException {
        var host = target.host();
        var id = UUID.randomUUID().toString();
        var since = Instant.now();
        connection.send(
                "POST /upload HTTP/1.1\r\nHost: %s\r\nX-Req-Id: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(host, id, steps * STEP_BYTES));
        var hash = send(connection);
        var answer = connection.head();
        var body = new ByteArrayOutputStream();
        connection.body(answer, (bytes, length) -> body.write(bytes, 0, length));
        var expected = "bytes=%d fnv=%016x id=%s".formatted(steps * STEP_BYTES, hash, id);
        if (Outcome.of(answer).isFailure()) {
            tally.failed(Outcome.of(answer), host);
        } else if (!body.toString(ISO_8859_1).contains(expected) || !answer.isOf(host)) {
            tally.failed(Outcome.WRONG_BODY, "%s: %s, not %s".formatted(host, body, expected));
        } else {
            tally.good(answer, since);
            tally.posted.add(id);
        }
    }

    /// @return FNV-1a of all that was sent
    private long send(Connection connection) throws IOException, InterruptedException {
        var hash = 1469598103934665603L;
        var piece = new byte[STEP_BYTES];
        for (var step = 0; step < steps; step++) {
            Thread.sleep(STEP);
            for (var i = 0; i < piece.length; i++) {
                piece[i] = (byte) ('A' + (step + i) % PERIOD);
                hash = (hash ^ piece[i]) * 1099511628211L;
            }
            connection.send(piece);
        }
        return hash;
    }
}
