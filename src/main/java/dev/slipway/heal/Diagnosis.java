package dev.slipway.heal;

import dev.slipway.app.Incident.Cause;
import dev.slipway.app.Instance;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.pipeline.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is to be done about one instance. Pure: the same sight and history always give the same
/// answer.
sealed interface Diagnosis {
    record Healthy() implements Diagnosis {}

    /// It served, or was ready to, and does not any more.
    record Lost(Cause cause, Remedy remedy) implements Diagnosis {}

    /// A spare that runs: Docker starts what was paused when it starts itself.
    record Awake() implements Diagnosis {}

    /// It is down and its next attempt is due.
    record Retry(Remedy remedy) implements Diagnosis {}

    /// It is down and its next attempt is not due yet.
    record Wait(Instant until) implements Diagnosis {}

    /// It is sick, and another one of its app is being brought back: one after the other.
    record Queue() implements Diagnosis {}

    /// Not the healer's: it starts, is on its way out or under repair, or its owner stopped it.
    record NotOurs() implements Diagnosis {}

    /// Nobody works on it any more: its deployment ended without it, an engine died while it
    /// drained, or it stood by for long enough.
    record Abandoned() implements Diagnosis {}

    /// What the healer knows of one instance.
    ///
    /// @param container as Docker shows it; empty when there is none
    /// @param pulse what it said when it was asked
    /// @param history of attempts to bring it back
    /// @param deploymentEnded whether the deployment that started it has ended
    /// @param underRepair whether it is being brought back at the moment
    /// @param standsByUntil of one on standby: when nobody may want it any more
    record Sight(
            Instance instance,
            Optional<Seen> container,
            Pulse pulse,
            History history,
            boolean deploymentEnded,
            boolean underRepair,
            Instant standsByUntil) {}

    /// @param ip in the network of its app; empty when it is not connected to it
    record Seen(Status status, String ip, boolean outOfMemory) {}

    /// @param failures of health questions in a row that make an instance sick
    /// @param longestRetirement after which draining has failed
    record Rules(int failures, Duration longestRetirement) {}

    /// After so many attempts without ten stable minutes, it is a crash loop.
    int LOOP = 3;

    /// Each so many attempts, the instance gets a new container: what is broken may be inside.
    int REPLACED_EACH = 4;

    /// For so long after an attempt was asked for, the launch stage may not have begun it.
    Duration HANDED_OVER = Duration.ofSeconds(1);

    /// All instances of one app together: a sick one is not ended while another is under repair, as
    /// long as one serves.
    ///
    /// @param wanted whether its owner wants the app up
    static Map<Instance, Diagnosis> of(List<Sight> app, boolean wanted, Rules rules, Instant now) {
        var found = new LinkedHashMap<Instance, Diagnosis>();
        boolean repairing = app.stream().anyMatch(sight -> isBeingMended(sight, now));
        for (var sight : app) {
            var one = of(sight, wanted, rules, now);
            if (ends(one) && repairing && serves(app, sight, rules, now)) {
                one = new Queue();
            }
            repairing |= one instanceof Lost;
            found.put(sight.instance(), one);
        }
        return found;
    }

    /// One whose next attempt is far away is nothing to wait for.
    private static boolean isBeingMended(Sight sight, Instant now) {
        var history = sight.history();
        return sight.instance().isDown()
                && (sight.underRepair()
                        || now.isBefore(history.lastAttempt().plus(HANDED_OVER))
                        || !now.isBefore(history.nextAttempt(now)));
    }

    /// Whether it takes away an instance that runs and may still do some good.
    private static boolean ends(Diagnosis one) {
        return one instanceof Lost(_, var remedy) && remedy != Remedy.REVIVE;
    }

    /// Whether another one than this is up and well.
    private static boolean serves(List<Sight> app, Sight sick, Rules rules, Instant now) {
        return app.stream()
                .filter(other -> !other.equals(sick))
                .anyMatch(other ->
                        other.instance().isReady()
                                && lookedAt(other, rules, now) instanceof Healthy);
    }

    private static Diagnosis of(Sight sight, boolean wanted, Rules rules, Instant now) {
        var instance = sight.instance();
        return switch (instance.state()) {
            case STARTING -> sight.deploymentEnded() ? new Abandoned() : new NotOurs();
            case DRAINING ->
                    isOverdue(instance, rules.longestRetirement(), now)
                            ? new Abandoned()
                            : new NotOurs();
            case STANDBY -> wanted ? standingBy(sight, now) : new Abandoned();
            case READY -> wanted ? lookedAt(sight, rules, now) : new NotOurs();
            case DOWN -> wanted && !sight.underRepair() ? due(sight, now) : new NotOurs();
        };
    }

    private static boolean isOverdue(Instance instance, Duration longest, Instant now) {
        return now.isBefore(instance.since()) || now.isAfter(instance.since().plus(longest));
    }

    /// One that runs gets the time of another attempt, for it may be slow to start; after that,
    /// nothing but an end may bring it back.
    private static Diagnosis due(Sight sight, Instant now) {
        var next = sight.history().nextAttempt(now);
        if (now.isBefore(next)) {
            return new Wait(next);
        }
        int attempts = sight.history().attemptsAt(now);
        boolean isItsTurn = attempts % REPLACED_EACH == REPLACED_EACH - 2;
        return new Retry(
                remedy(
                        attempts,
                        isItsTurn && runs(sight) ? Remedy.RESTART_IF_SICK : Remedy.REVIVE));
    }

    private static boolean runs(Sight sight) {
        return sight.container().map(Seen::status).equals(Optional.of(Status.RUNNING));
    }

    private static Remedy remedy(int attempts, Remedy mild) {
        return attempts % REPLACED_EACH == REPLACED_EACH - 1 ? Remedy.REPLACE : mild;
    }

    /// One of the release before is not worth a repair.
    private static Diagnosis standingBy(Sight sight, Instant now) {
        boolean isSpare = sight.standsByUntil().equals(Instant.MAX);
        if (sight.underRepair() || !sight.deploymentEnded()) {
            return new NotOurs();
        }
        if (now.isAfter(sight.standsByUntil())) {
            return new Abandoned();
        }
        if (sight.container().map(Seen::status).filter(Status.PAUSED::equals).isPresent()) {
            return new Healthy();
        }
        if (!isSpare) {
            return new Abandoned();
        }
        return runs(sight) ? new Awake() : new Lost(cause(sight), Remedy.REVIVE);
    }

    private static Cause cause(Sight sight) {
        return switch (sight.container().map(Seen::status).orElse(Status.REMOVING)) {
            case RESTARTING, DEAD ->
                    sight.container().map(Seen::outOfMemory).orElse(false)
                            ? Cause.OUT_OF_MEMORY
                            : Cause.CRASHED;
            case EXITED, CREATED, RUNNING -> Cause.STOPPED;
            case PAUSED -> Cause.PAUSED;
            case REMOVING -> Cause.MISSING;
        };
    }

    /// What somebody else did to it is no loop of its own.
    private static Diagnosis notRunning(Cause cause, int attempts) {
        return cause == Cause.CRASHED && attempts >= LOOP
                ? new Lost(Cause.CRASH_LOOP, remedy(attempts, Remedy.REVIVE))
                : new Lost(cause, Remedy.REVIVE);
    }

    /// What served is brought back at once: the back-off is between attempts that were in vain.
    private static Diagnosis lookedAt(Sight sight, Rules rules, Instant now) {
        int attempts = sight.history().attemptsAt(now);
        if (!runs(sight)) {
            return notRunning(cause(sight), attempts);
        }
        var ip = sight.container().map(Seen::ip);
        if (!ip.equals(Optional.of(sight.instance().address().ip()))) {
            return new Lost(Cause.NETWORK_DRIFTED, Remedy.REVIVE);
        }
        return sight.pulse().failures() < rules.failures()
                ? new Healthy()
                : new Lost(sight.pulse().complaint(), remedy(attempts, Remedy.RESTART));
    }
}
