package dev.slipway.lab.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/// What one client saw. Written by its thread alone, and read when that has ended.
final class Tally {
    private static final int FAILURES_KEPT = 10;

    final String kind;
    final Map<Outcome, Long> counts = new TreeMap<>();
    final List<Long> microseconds = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    final Map<LoadResult.Source, Long> sources = new HashMap<>();
    final List<String> posted = new ArrayList<>();
    final List<LoadResult.Ended> ended = new ArrayList<>();
    private final LongAdder answers;

    Tally(String kind, LongAdder answers) {
        this.kind = kind;
        this.answers = answers;
    }

    void count(Outcome outcome) {
        counts.merge(outcome, 1L, Long::sum);
    }

    void good(Answer answer, Instant since) {
        count(Outcome.OK);
        answers.increment();
        microseconds.add(Duration.between(since, Instant.now()).toNanos() / 1000);
        sources.merge(new LoadResult.Source(answer.release(), answer.instance()), 1L, Long::sum);
    }

    void failed(Outcome outcome, String detail) {
        count(outcome);
        if (outcome.isFailure() && failures.size() < FAILURES_KEPT) {
            failures.add("%s %s %s %s".formatted(Instant.now(), kind, outcome.name(), detail));
        }
    }

    void failed(Broken problem) {
        failed(problem.outcome(), String.valueOf(problem.getMessage()));
    }
}
