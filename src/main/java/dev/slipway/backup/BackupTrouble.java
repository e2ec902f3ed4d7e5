package dev.slipway.backup;

import dev.slipway.app.Trouble;

/// State could not be read, written or put back.
public final class BackupTrouble extends Trouble {
    private static final long serialVersionUID = 1L;

    BackupTrouble(String message) {
        super(message);
    }

    BackupTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
