package dev.slipway.route;

/// How a reload ended.
sealed interface Reload {
    /// The proxy runs what the store asks for, or runs it already.
    record Done() implements Reload {}

    /// The proxy keeps what it had.
    record Refused(String complaint) implements Reload {}

    /// The proxy does not run.
    record Away() implements Reload {}
}
