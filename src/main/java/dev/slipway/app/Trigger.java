package dev.slipway.app;

import java.util.Locale;

/// What asked for a deployment, and so where in the pipeline it begins.
public enum Trigger {
    WEBHOOK,
    PUSH,
    API,
    CONFIG,
    ROLLBACK,
    START,
    RESTART,
    STOP,
    /// The image of the live release is gone and is made again.
    HEAL;

    /// Whether a new image is made; the others run one that is there.
    public boolean builds() {
        return this == WEBHOOK || this == PUSH || this == API || this == HEAL;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
