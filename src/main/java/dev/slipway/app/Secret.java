package dev.slipway.app;

/// Text that must not appear in a log, an answer or a stack trace: only [#reveal()] gives it out.
public record Secret(String reveal) {
    /// @throws Complaint when empty: an empty secret protects nothing
    public Secret {
        if (reveal == null || reveal.isEmpty()) {
            throw new Complaint("Secret is empty");
        }
    }

    @Override
    public String toString() {
        return "•••";
    }
}
