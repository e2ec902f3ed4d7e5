package dev.slipway.lab.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Small requests one after another, with a pause of random length before each.
final class Requests implements Client {
    private static final Duration AFTER_REFUSAL = Duration.ofMillis(20);
    private static final String BODY = "hello world";

    private final String method;
    private final String path;
    private final boolean keepAlive;
    private final Duration longestPause;
    private @Nullable Connection connection;

    Requests(String method, String path, boolean keepAlive, Duration longestPause) {
        this.method = method;
        this.path = path;
        this.keepAlive = keepAlive;
        this.longestPause = longestPause;
    }

    @Override
    public void run(Target target, Tally tally) throws InterruptedException {
        while (!target.isOver()) {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longestPause.toMillis() + 1));
            try {
                ask(usable(target, tally), target.host(), tally);
            } catch (Broken e) {
                drop();
                tally.failed(e);
                Thread.sleep(AFTER_REFUSAL);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        drop();
    }

    private Connection usable(Target target, Tally tally) throws IOException {
        if (connection != null && connection.isClosed()) {
            tally.count(Outcome.IDLE_CLOSE);
            drop();
        }
        if (connection == null) {
            connection = Connection.open(target.port());
        }
        return connection;
    }

    private void ask(Connection connection, String host, Tally tally) throws IOException {
        var id = UUID.randomUUID().toString();
        var since = Instant.now();
        connection.send(request(host, id));
        var answer = connection.head();
        var body = new ByteArrayOutputStream();
        connection.body(answer, (bytes, length) -> body.write(bytes, 0, length));
        judge(answer, body.toString(ISO_8859_1), host, id, since, tally);
        if (answer.closes() || !keepAlive) {
            if (keepAlive) {
                tally.count(Outcome.TOLD_TO_CLOSE);
            }
            drop();
        }
    }

    private String request(String host, String id) {
        var head =
                "%s %s HTTP/1.1\r\nHost: %s\r\n%s"
                        .formatted(method, path, host, keepAlive ? "" : "Connection: close\r\n");
        return isPost()
                ? "%sX-Req-Id: %s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(head, id, BODY.length(), BODY)
                : head + "\r\n";
    }

    private void judge(
            Answer answer, String body, String host, String id, Instant since, Tally tally) {
        var outcome = Outcome.of(answer);
        if (outcome.isFailure()) {
            tally.failed(outcome, "%s by release %s".formatted(host, answer.release()));
        } else if (!answer.isOf(host) || !body.startsWith("app=") || !isEcho(body, id)) {
            tally.failed(Outcome.WRONG_BODY, "%s: %s".formatted(host, body));
        } else {
            tally.good(answer, since);
            if (isPost()) {
                tally.posted.add(id);
            }
        }
    }

    private boolean isEcho(String body, String id) {
        var echo = "bytes=%d ".formatted(BODY.length());
        return !isPost() || (body.contains(echo) && body.contains("id=" + id));
    }

    private boolean isPost() {
        return method.equals("POST");
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
