package dev.slipway.notify;

/// What the network said, which is at the end of a chain of exceptions.
final class Reason {
    private Reason() {}

    static String of(Throwable e) {
        var last = e;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    }
}
