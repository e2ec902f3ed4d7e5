package dev.slipway.app;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Requests that were answered, by the first digit of their status (`statuses`, from 1xx to 5xx)
/// and by the time they took (`spans`, those of [#SPAN_ENDS_MS] and one that is open; `millis` in
/// all); WebSockets have a status and no time. Bytes are those on the wire between client and
/// proxy, of WebSockets only those that went out.
public record Traffic(
        List<Long> statuses, long bytesIn, long bytesOut, long millis, List<Long> spans) {
    /// Upper ends in milliseconds; `nginx/traffic.lua` has the same.
    public static final List<Integer> SPAN_ENDS_MS =
            List.of(
                    1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000,
                    1_500, 2_000, 3_000, 5_000, 7_000, 10_000, 30_000);

    private static final int CLASSES = 5;

    public static final Traffic NONE =
            new Traffic(
                    Collections.nCopies(CLASSES, 0L),
                    0,
                    0,
                    0,
                    Collections.nCopies(SPAN_ENDS_MS.size() + 1, 0L));

    /// @throws IllegalArgumentException when the lists have other lengths
    public Traffic {
        statuses = List.copyOf(statuses);
        spans = List.copyOf(spans);
        if (statuses.size() != CLASSES || spans.size() != SPAN_ENDS_MS.size() + 1) {
            throw new IllegalArgumentException("traffic has 5 statuses and 26 spans");
        }
    }

    public Traffic plus(Traffic other) {
        return with(other, Long::sum);
    }

    /// What came since `earlier`, of counts that only grow.
    public Traffic since(Traffic earlier) {
        return with(earlier, (now, then) -> now - then);
    }

    /// Whether each count is at least what it was then: counts that shrank began anew.
    public boolean hasGrownFrom(Traffic earlier) {
        var grown = since(earlier);
        return Stream.concat(grown.statuses.stream(), grown.spans.stream()).allMatch(n -> n >= 0)
                && grown.bytesIn >= 0
                && grown.bytesOut >= 0
                && grown.millis >= 0;
    }

    public long requests() {
        return statuses.stream().mapToLong(Long::longValue).sum();
    }

    /// @param digit 1 to 5, the first of the status
    public long answered(int digit) {
        return statuses.get(digit - 1);
    }

    /// Requests that have a time.
    public long timed() {
        return spans.stream().mapToLong(Long::longValue).sum();
    }

    /// The time within which this part of the requests was answered, rounded up to the end of its
    /// span: 1 to 30,000 ms, as what took longer is told as that; empty when there were none.
    ///
    /// @param part above 0, up to 1: 0.99 gives the 99th percentile
    public Optional<Integer> withinMs(double part) {
        long measured = timed();
        long wanted = (long) Math.ceil(measured * part);
        long passed = 0;
        for (int i = 0; i < SPAN_ENDS_MS.size(); i++) {
            passed += spans.get(i);
            if (passed >= wanted && measured > 0) {
                return Optional.of(SPAN_ENDS_MS.get(i));
            }
        }
        return measured == 0 ? Optional.empty() : Optional.of(SPAN_ENDS_MS.getLast());
    }

    private Traffic with(Traffic other, LongBinaryOperator operation) {
        return new Traffic(
                each(statuses, other.statuses, operation),
                operation.applyAsLong(bytesIn, other.bytesIn),
                operation.applyAsLong(bytesOut, other.bytesOut),
                operation.applyAsLong(millis, other.millis),
                each(spans, other.spans, operation));
    }

    private static List<Long> each(
            List<Long> left, List<Long> right, LongBinaryOperator operation) {
        return IntStream.range(0, left.size())
                .mapToObj(i -> operation.applyAsLong(left.get(i), right.get(i)))
                .toList();
    }
}
