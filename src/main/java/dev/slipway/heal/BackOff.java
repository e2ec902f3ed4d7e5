package dev.slipway.heal;

import java.time.Duration;

/// How long to wait before an instance is brought back once more: at once, then 1 s doubled up to 5
/// min. It never gives up for good.
final class BackOff {
    static final Duration LONGEST = Duration.ofMinutes(5);

    private BackOff() {}

    /// @param attempts how often it was tried since it was last stable, 0 or more
    static Duration before(int attempts) {
        if (attempts == 0) {
            return Duration.ZERO;
        }
        var doubled = Duration.ofSeconds(1L << Math.min(attempts - 1, 9));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
