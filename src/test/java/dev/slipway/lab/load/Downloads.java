package dev.slipway.lab.load;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Answers that the app sends slowly; every byte is looked at.
final class Downloads extends Transfers {
    private static final int BYTES = 1_000_000;
    private static final int PERIOD = 26;

    private final Duration time;

    Downloads(Duration time) {
        this.time = time;
    }

    @Override
    void transfer(Connection connection, Target target, Tally tally) throws IOException {
        var host = target.host();
        var since = Instant.now();
        connection.send(
                "GET /stream?ms=%d&bytes=%d HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                        .formatted(time.toMillis(), BYTES, host));
        var answer = connection.head();
        var alphabet = new Alphabet();
        connection.body(answer, alphabet);
        if (Outcome.of(answer).isFailure()) {
            tally.failed(Outcome.of(answer), host);
        } else if (alphabet.right != BYTES || !answer.isOf(host)) {
            tally.failed(Outcome.WRONG_BODY, "%s: wrong at %d".formatted(host, alphabet.right));
        } else {
            tally.good(answer, since);
        }
    }

    /// How many bytes were right before the first wrong one.
    private static final class Alphabet implements Connection.Sink {
        private int seen;
        private int right;

        @Override
        public void accept(byte[] bytes, int length) {
            for (var i = 0; i < length; i++, seen++) {
                if (bytes[i] == 'a' + seen % PERIOD && right == seen) {
                    right++;
                }
            }
        }
    }
}
