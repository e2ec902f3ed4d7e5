package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A drill as the API shows it.
///
/// @param reason why it failed
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DrillView(
        String id,
        String app,
        String state,
        Optional<String> reason,
        List<String> faults,
        Instant startedAt,
        Optional<Instant> finishedAt,
        List<ResultView> results) {
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record ResultView(
            String fault,
            String instance,
            Optional<String> cause,
            Optional<Long> detectMs,
            Optional<Long> restoreMs,
            int requests,
            int failed) {
        static ResultView of(Drill.Result result) {
            return new ResultView(
                    result.fault().label(),
                    result.instance().value(),
                    result.cause().map(Incident.Cause::label),
                    result.detect().map(Duration::toMillis),
                    result.restore().map(Duration::toMillis),
                    result.requests(),
                    result.failed());
        }
    }

    static DrillView of(Drill drill) {
        return new DrillView(
                drill.id(),
                drill.app().value(),
                drill.state().label(),
                drill.state() instanceof Drill.Failed(_, var reason)
                        ? Optional.of(reason)
                        : Optional.empty(),
                drill.faults().stream().map(Fault::label).toList(),
                drill.startedAt(),
                drill.state() instanceof Drill.Over over
                        ? Optional.of(over.at())
                        : Optional.empty(),
                drill.results().stream().map(ResultView::of).toList());
    }
}
