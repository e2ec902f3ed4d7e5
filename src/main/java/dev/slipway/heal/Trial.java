package dev.slipway.heal;

import dev.slipway.app.Probation;
import dev.slipway.app.Traffic;
import java.util.Optional;

/// Whether a release on probation is worse than the one before it. Pure.
final class Trial {
    /// What a release did up to now.
    ///
    /// @param traffic that its instances answered
    /// @param losses of its instances
    /// @param outage that has not ended
    record Course(Traffic traffic, int losses, Optional<Outage> outage) {}

    /// Fewer answers tell nothing.
    static final int FEWEST_ANSWERS = 20;

    static final int FEWEST_TIMES = 50;

    /// The share of requests whose time counts: the slowest tenth is often slow for other reasons.
    private static final double PART = 0.9;

    /// What was answered faster than this was not faster for anybody who waits.
    private static final int QUICK_MS = 20;

    private static final int SERVER_ERROR = 5;

    private Trial() {}

    /// @param before what the release before had answered; of one that nobody asked nothing is
    ///   known
    /// @return in one sentence, to go after "release 7", why it has failed; empty as long as it has
    ///   not
    static Optional<String> verdict(Probation rules, Course now, Traffic before) {
        return lost(rules, now)
                .or(() -> down(rules, now))
                .or(() -> failing(rules, now.traffic(), before))
                .or(() -> slow(rules, now.traffic(), before));
    }

    private static Optional<String> lost(Probation rules, Course now) {
        return rules.losses() > 0 && now.losses() >= rules.losses()
                ? Optional.of("lost its instances %d times".formatted(now.losses()))
                : Optional.empty();
    }

    private static Optional<String> down(Probation rules, Course now) {
        return now.outage()
                .filter(_ -> rules.outage().isPositive())
                .filter(outage -> outage.time().compareTo(rules.outage()) >= 0)
                .map(outage ->
                        "went down (%s) and was not back after %d s"
                                .formatted(outage.cause().label(), outage.time().toSeconds()));
    }

    private static Optional<String> failing(Probation rules, Traffic now, Traffic before) {
        if (rules.errorPercent() == 0 || now.requests() < FEWEST_ANSWERS) {
            return Optional.empty();
        }
        double share = errorPercent(now);
        double usual = errorPercent(before);
        return share < usual + rules.errorPercent()
                ? Optional.empty()
                : Optional.of(
                        "answers %.0f %% of %d requests with 5xx, and the one before did %.0f %%"
                                .formatted(share, now.requests(), usual));
    }

    private static double errorPercent(Traffic traffic) {
        return traffic.requests() == 0
                ? 0
                : 100.0 * traffic.answered(SERVER_ERROR) / traffic.requests();
    }

    private static Optional<String> slow(Probation rules, Traffic now, Traffic before) {
        if (rules.latencyFactor() == 0
                || now.timed() < FEWEST_TIMES
                || before.timed() < FEWEST_TIMES) {
            return Optional.empty();
        }
        int time = now.withinMs(PART).orElse(0);
        int usual = Math.max(QUICK_MS, before.withinMs(PART).orElse(0));
        return time <= rules.latencyFactor() * usual
                ? Optional.empty()
                : Optional.of(
                        "needs %d ms for 90 %% of its requests, and the one before needed %d ms at most"
                                .formatted(time, usual));
    }
}
