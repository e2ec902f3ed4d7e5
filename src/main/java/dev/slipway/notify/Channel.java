package dev.slipway.notify;

import java.time.Duration;

/// A way to people.
interface Channel {
    /// How long one try may take.
    Duration PATIENCE = Duration.ofSeconds(10);

    String name();

    /// Tries once, and waits for what comes of it, at most [#PATIENCE].
    Outcome send(Letter letter);
}
