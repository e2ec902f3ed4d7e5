package dev.slipway.pipeline;

/// The order in which the parts of the engine start; lower comes first.
public final class Start {
    /// Files and the admin token are in place.
    public static final int STATE = 100;

    /// The proxy's configuration is written.
    public static final int EDGE = 200;

    /// Stages take events.
    public static final int PIPELINE = 300;

    /// Docker's events are followed.
    public static final int HEALER = 400;

    private Start() {}
}
