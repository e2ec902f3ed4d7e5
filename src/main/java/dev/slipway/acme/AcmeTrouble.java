package dev.slipway.acme;

import dev.slipway.app.Trouble;

/// Our account with the certificate authority cannot be used.
public final class AcmeTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    AcmeTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
