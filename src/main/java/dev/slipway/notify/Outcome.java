package dev.slipway.notify;

/// What came of one try.
sealed interface Outcome {
    record Delivered() implements Outcome {}

    /// @param problem for the log and for the engine's owner; never has a secret, nor more of an
    ///   address than its host
    record Failed(String problem) implements Outcome {}
}
