package dev.slipway.git;

import dev.slipway.app.Trouble;

/// Git could not give us what we asked for.
public final class GitTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    public GitTrouble(String message, Throwable cause) {
        super(message, cause);
    }

    public GitTrouble(String message) {
        super(message);
    }
}
