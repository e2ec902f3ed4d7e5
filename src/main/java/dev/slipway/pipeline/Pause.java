package dev.slipway.pipeline;

import java.time.Duration;

/// A short wait between two looks at something that nobody announces.
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the engine stops", e);
        }
    }
}
