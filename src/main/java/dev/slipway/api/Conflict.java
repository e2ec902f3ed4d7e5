package dev.slipway.api;

/// The thing is not in a state for this; becomes 409.
final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Conflict(String message) {
        super(message);
    }
}
