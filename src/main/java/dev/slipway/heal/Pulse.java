package dev.slipway.heal;

import dev.slipway.app.Incident.Cause;
import dev.slipway.probe.Answer;
import java.time.Instant;

/// What an instance said when it was asked again and again.
///
/// @param failures in a row, up to now
/// @param last what it said the last time
/// @param since when the first of the failures was asked for
record Pulse(int failures, Answer last, Instant since) {
    static final Pulse WELL = new Pulse(0, new Answer.Well(), Instant.MAX);

    Pulse then(Answer answer, Instant askedAt) {
        return answer instanceof Answer.Well
                ? WELL
                : new Pulse(failures + 1, answer, failures == 0 ? askedAt : since);
    }

    /// What it suffers from if it is sick.
    Cause complaint() {
        return last instanceof Answer.Unwell ? Cause.UNHEALTHY : Cause.HUNG;
    }
}
