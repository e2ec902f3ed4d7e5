package dev.slipway.notify;

import dev.slipway.pipeline.Pause;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/// What waits for one channel. Sent in order, each at most three times; whoever puts a letter in
/// never waits. What waits when the engine ends is lost.
final class Outbox {
    static final int ROOM = 100;

    /// Before the second try and before the third.
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final Channel channel;
    private final List<Duration> pauses;
    private final Queue<Letter> waiting = new ArrayDeque<>();
    private boolean delivering;

    Outbox(Channel channel, List<Duration> pauses) {
        this.channel = channel;
        this.pauses = pauses;
    }

    Channel channel() {
        return channel;
    }

    /// The oldest gives way when there is no room.
    synchronized void put(Letter letter) {
        if (waiting.size() == ROOM) {
            Log.warnf(
                    "notification dropped, %d wait channel=%s event=%s",
                    ROOM, channel.name(), waiting.remove().message().event());
        }
        waiting.add(letter);
        if (!delivering) {
            delivering = true;
            Thread.ofVirtual().name("notify-" + channel.name()).start(this::deliverAll);
        }
    }

    private void deliverAll() {
        for (var letter = next(); letter.isPresent(); letter = next()) {
            deliver(letter.get());
        }
    }

    private synchronized Optional<Letter> next() {
        delivering = !waiting.isEmpty();
        return Optional.ofNullable(waiting.poll());
    }

    private void deliver(Letter letter) {
        var outcome = attempt(letter);
        for (var pause : pauses) {
            if (outcome instanceof Outcome.Failed) {
                Pause.of(pause);
                outcome = attempt(letter);
            }
        }
        switch (outcome) {
            case Outcome.Delivered() ->
                    Log.infof(
                            "notification delivered channel=%s event=%s id=%s",
                            channel.name(), letter.message().event(), letter.id());
            case Outcome.Failed(var problem) ->
                    Log.warnf(
                            "notification not delivered channel=%s event=%s id=%s: %s",
                            channel.name(), letter.message().event(), letter.id(), problem);
        }
    }

    /// A fault of ours ends neither the thread nor what waits behind this letter.
    private Outcome attempt(Letter letter) {
        try {
            return channel.send(letter);
        } catch (RuntimeException e) {
            Log.errorf(e, "notifications have a fault channel=%s", channel.name());
            return new Outcome.Failed("Slipway itself has a fault, see above");
        }
    }
}
