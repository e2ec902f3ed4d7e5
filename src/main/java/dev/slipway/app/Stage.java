package dev.slipway.app;

import java.util.Locale;

/// The steps of a deployment, in order.
public enum Stage {
    QUEUE,
    FETCH,
    BUILD,
    LAUNCH,
    ROUTE,
    RETIRE;

    /// The name outsiders know: lower case.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
