package dev.slipway.heal;

import java.time.Duration;

/// How long to wait before an instance is brought back once more: at once, then 1 s doubled up to 5
/// min, each a tenth more or less, so that what was lost together does not come back together. It
/// never gives up for good.
final class BackOff {
    static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int STEPS = 100;
    private static final double JITTER = 0.1;

    private BackOff() {}

    /// @param attempts how often it was tried since it was last stable, 0 or more
    /// @param seed any number; the same one gives the same jitter for the same attempts
    static Duration before(int attempts, int seed) {
        if (attempts == 0) {
            return Duration.ZERO;
        }
        var doubled = Duration.ofSeconds(1L << Math.min(attempts - 1, 9));
        var whole = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return Duration.ofMillis(Math.round(whole.toMillis() * (1 + jitter(attempts, seed))));
    }

    /// From -0.1 to 0.1.
    private static double jitter(int attempts, int seed) {
        int step = Math.floorMod(31 * seed + 17 * attempts, STEPS + 1);
        return JITTER * (2.0 * step / STEPS - 1);
    }
}
