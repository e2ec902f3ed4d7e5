package dev.slipway.api;

/// There is no such thing; becomes 404.
final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFound(String message) {
        super(message);
    }
}
