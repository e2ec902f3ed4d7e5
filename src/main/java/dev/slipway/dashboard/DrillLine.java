package dev.slipway.dashboard;

import dev.slipway.app.Drill;
import dev.slipway.app.Drill.Result;
import dev.slipway.app.Elapsed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of a drill, in one line, and when it ended or, as long as it runs, began.
public record DrillLine(String text, boolean bad, Moment at) {
    static DrillLine of(Drill drill) {
        var results = drill.results();
        return switch (drill.state()) {
            case Drill.Running() ->
                    new DrillLine(
                            "%d of %d faults are over"
                                    .formatted(results.size(), drill.faults().size()),
                            false,
                            Moment.of(drill.startedAt()));
            case Drill.Finished(var at) ->
                    new DrillLine(
                            "%s, restored in %s, %s of %s requests failed"
                                    .formatted(
                                            faults(results.size()),
                                            span(results),
                                            failed(results),
                                            requests(results)),
                            results.stream().anyMatch(result -> result.failed() > 0),
                            Moment.of(at));
            case Drill.Failed(var at, var reason) ->
                    new DrillLine("failed, " + reason, true, Moment.of(at));
        };
    }

    private static String faults(int number) {
        return number == 1 ? "1 fault" : number + " faults";
    }

    private static String span(List<Result> results) {
        var outages =
                results.stream().map(Result::outage).flatMap(Optional::stream).sorted().toList();
        return outages.size() == 1
                ? elapsed(outages.getFirst())
                : elapsed(outages.getFirst()) + " to " + elapsed(outages.getLast());
    }

    private static String elapsed(Duration duration) {
        return new Elapsed(duration).toString();
    }

    private static String failed(List<Result> results) {
        return Visits.number(results.stream().mapToLong(Result::failed).sum());
    }

    private static String requests(List<Result> results) {
        return Visits.number(results.stream().mapToLong(Result::requests).sum());
    }
}
