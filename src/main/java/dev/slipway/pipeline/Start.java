package dev.slipway.pipeline;

/// The order in which the parts of the engine start; lower comes first.
public final class Start {
    /// A backup that waits for it is put in place.
    public static final int RESTORE = 50;

    /// Files and the admin token are in place.
    public static final int STATE = 100;

    /// What runs and the store does not know is in the store.
    public static final int ADOPTION = 150;

    /// The proxy's configuration is written.
    public static final int EDGE = 200;

    /// Stages take events.
    public static final int PIPELINE = 300;

    /// Docker's events are followed.
    public static final int HEALER = 400;

    private Start() {}
}
