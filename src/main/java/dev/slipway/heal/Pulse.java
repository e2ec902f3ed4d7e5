package dev.slipway.heal;

import dev.slipway.app.Incident.Cause;
import dev.slipway.probe.Answer;

/// What an instance said when it was asked again and again.
///
/// @param failures in a row, up to now
/// @param last what it said the last time
record Pulse(int failures, Answer last) {
    static final Pulse WELL = new Pulse(0, new Answer.Well());

    Pulse then(Answer answer) {
        return answer instanceof Answer.Well ? WELL : new Pulse(failures + 1, answer);
    }

    /// What it suffers from if it is sick.
    Cause complaint() {
        return last instanceof Answer.Unwell ? Cause.UNHEALTHY : Cause.HUNG;
    }
}
