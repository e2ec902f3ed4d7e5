package dev.slipway.store;

import dev.slipway.app.Trouble;

/// What the engine keeps could not be read or written: a full or broken disk, most of the time, or
/// an app that was removed meanwhile.
public final class StoreTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    StoreTrouble(Throwable cause) {
        this(
                "The database of the engine cannot be used (%s): check the disk of the state directory"
                        .formatted(cause.getMessage()),
                cause);
    }

    StoreTrouble(String message, Throwable cause) {
        super(message, cause);
    }

    StoreTrouble(String message) {
        super(message);
    }
}
