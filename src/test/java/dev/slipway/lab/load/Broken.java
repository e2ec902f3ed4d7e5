package dev.slipway.lab.load;

import java.io.IOException;

/// A request that ended without a whole answer.
final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    Broken(Outcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
