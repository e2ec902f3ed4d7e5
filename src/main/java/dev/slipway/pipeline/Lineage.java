package dev.slipway.pipeline;

import dev.slipway.app.Release;
import dev.slipway.app.Trigger;
import dev.slipway.store.Releases.Served;
import java.util.List;
import java.util.Optional;

/// The releases of an app that served, from the live one back. Pure.
record Lineage(List<Served> newestFirst) {
    /// @param served the latest switch first
    static Lineage of(Release live, List<Served> served) {
        return new Lineage(
                served.stream().dropWhile(one -> one.release().number() != live.number()).toList());
    }

    /// The one that served before it, whatever it was.
    Optional<Release> replaced() {
        return newestFirst.stream().skip(1).findFirst().map(Served::release);
    }

    /// The one that a roll back leads to. What was brought back stands where it stood before, so
    /// that the next roll back goes on from there, and not to what the last one took away.
    Optional<Release> wayBack() {
        return newestFirst.stream()
                .findFirst()
                .filter(Lineage::isBroughtBack)
                .map(again -> since(again).wayBack())
                .orElseGet(this::replaced);
    }

    private static boolean isBroughtBack(Served one) {
        return one.by().filter(by -> by == Trigger.ROLLBACK || by == Trigger.HEAL).isPresent();
    }

    /// From the one on that ran just like this; an image that was made again, and what went back to
    /// one that is forgotten or never served, stand for what they replaced.
    private Lineage since(Served again) {
        var older = newestFirst.subList(1, newestFirst.size());
        var original = older.stream().dropWhile(one -> !isAlike(one, again)).toList();
        return new Lineage(original.isEmpty() ? older : original);
    }

    private static boolean isAlike(Served one, Served other) {
        return one.release().image().equals(other.release().image())
                && one.release().config().equals(other.release().config());
    }
}
