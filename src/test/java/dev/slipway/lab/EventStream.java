package dev.slipway.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A reader of server-sent events (html.spec.whatwg.org, server-sent events).
public final class EventStream implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    /// One event; `data` as it was sent.
    public record Event(long id, String name, String data) {}

    private final HttpURLConnection connection;
    private final BufferedReader lines;

    private EventStream(Engine engine, String path, Optional<Long> last) throws IOException {
        connection = (HttpURLConnection) URI.create(engine.url(path)).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + Engine.token());
        connection.setRequestProperty("Accept", "text/event-stream");
        last.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id.toString()));
        connection.setReadTimeout(PATIENCE_MS);
        lines =
                new BufferedReader(
                        new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    public static EventStream open(String path, Engine engine) {
        return open(path, engine, Optional.empty());
    }

    public static EventStream openAfter(long last, String path, Engine engine) {
        return open(path, engine, Optional.of(last));
    }

    private static EventStream open(String path, Engine engine, Optional<Long> last) {
        try {
            return new EventStream(engine, path, last);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next event whose data has this word; fails when none comes for 10 s.
    public Event next(String word) {
        try {
            var event = next();
            while (!event.data().contains(word)) {
                event = next();
            }
            return event;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Event next() throws IOException {
        long id = 0;
        var name = "";
        var data = "";
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id:")) {
                id = Long.parseLong(line.substring(3).strip());
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("data:")) {
                data = line.substring(5).strip();
            } else if (line.isEmpty() && !data.isEmpty()) {
                return new Event(id, name, data);
            }
        }
        throw new IOException("the stream has ended");
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
