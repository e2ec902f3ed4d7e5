package dev.slipway.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Outcome FAILED = new Outcome.Failed("the line is down");
    private static final Outcome DELIVERED = new Outcome.Delivered();
    private static final List<Duration> NO_PAUSES = List.of(Duration.ZERO, Duration.ZERO);

    private final Scripted channel = new Scripted();
    private final Outbox outbox = new Outbox(channel, NO_PAUSES);

    @Test
    void letters_are_sent_in_order() {
        channel.open();
        IntStream.range(0, 50).mapToObj(OutboxTest::letter).forEach(outbox::put);

        assertTried(IntStream.range(0, 50).mapToObj(String::valueOf).toList());
    }

    @Test
    void one_that_fails_is_tried_three_times_and_then_the_next_one_is() {
        channel.open();
        channel.outcomes.addAll(List.of(FAILED, FAILED, FAILED, FAILED, DELIVERED));

        outbox.put(letter(1));
        outbox.put(letter(2));

        assertTried(List.of("1", "1", "1", "2", "2"));
    }

    @Test
    void a_fault_of_a_channel_does_not_end_it() {
        var faulty =
                new Outbox(
                        new Channel() {
                            @Override
                            public String name() {
                                return "faulty";
                            }

                            @Override
                            public Outcome send(Letter letter) {
                                channel.send(letter);
                                throw new IllegalStateException("a fault");
                            }
                        },
                        List.of());
        channel.open();

        faulty.put(letter(1));
        faulty.put(letter(2));

        assertTried(List.of("1", "2"));
    }

    @Test
    void a_channel_that_hangs_keeps_nobody_waiting_and_the_oldest_letters_give_way() {
        outbox.put(letter(0)); // hangs
        await().until(() -> channel.tried.size() == 1);
        IntStream.rangeClosed(1, Outbox.ROOM + 3).mapToObj(OutboxTest::letter).forEach(outbox::put);

        channel.open();

        await().until(() -> channel.tried.size() == 1 + Outbox.ROOM);
        assertThat(channel.tried).startsWith("0", "4", "5").endsWith("" + (Outbox.ROOM + 3));
    }

    private void assertTried(List<String> ids) {
        await().until(() -> channel.tried.size() >= ids.size());
        assertThat(channel.tried).containsExactlyElementsOf(ids);
    }

    private static Letter letter(int id) {
        return new Letter(Integer.toString(id), new Message.Test(), Optional.empty());
    }

    /// Notes what it was asked to send, waits until it is opened, and ends as the test says.
    private static final class Scripted implements Channel {
        private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
        private final List<String> tried = new CopyOnWriteArrayList<>();
        private final CountDownLatch opened = new CountDownLatch(1);

        void open() {
            opened.countDown();
        }

        @Override
        public String name() {
            return "scripted";
        }

        @Override
        public Outcome send(Letter letter) {
            tried.add(letter.id());
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Optional.ofNullable(outcomes.poll()).orElse(DELIVERED);
        }
    }
}
