package dev.slipway.build;

import dev.slipway.app.Trouble;

/// The machine is not fit for a build.
public final class BuildTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    BuildTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
