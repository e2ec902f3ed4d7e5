package dev.slipway.nginx;

import dev.slipway.app.Trouble;

/// The proxy is not there or refused what we sent.
public final class EdgeTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    public EdgeTrouble(String message, Throwable cause) {
        super(message, cause);
    }

    public EdgeTrouble(String message) {
        super(message);
    }
}
