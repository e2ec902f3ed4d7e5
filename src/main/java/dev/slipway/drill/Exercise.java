package dev.slipway.drill;

import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Drill;
import dev.slipway.app.Fault;
import dev.slipway.app.Incident;
import dev.slipway.app.Instance;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.DockerTrouble;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import dev.slipway.probe.Prober;
import dev.slipway.probe.Probers;
import dev.slipway.store.Incidents;
import dev.slipway.store.Releases;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/// Puts one fault into an app and watches until it is put right.
@Singleton
class Exercise {
    private static final Duration BEFORE_ANOTHER_LOOK = Duration.ofMillis(100);

    /// What goes wrong without any fault is seen, too.
    private static final Duration BEFOREHAND = Duration.ofMillis(500);

    /// Long enough to see an instance that dies again at once.
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    /// The proxy lets a request wait for so long and then answers 503: it decides, not the prober.
    private static final Duration SLACK = Duration.ofSeconds(5);

    /// More than an app has while it is watched.
    private static final int INCIDENTS = 50;

    /// @param since the app's newest deployment when the drill began: another one ends the drill
    record Task(AppName app, Optional<DeploymentId> since, Fault fault) {}

    /// What came of a task; `failure` is why the drill cannot go on.
    record Outcome(Optional<Drill.Result> result, Optional<String> failure) {}

    private sealed interface Wait {
        record Fulfilled(Condition seen) implements Wait {}

        record Overdue() implements Wait {}

        record Interrupted(String by) implements Wait {}
    }

    private final Conditions conditions;
    private final Injector injector;
    private final Incidents incidents;
    private final Releases releases;
    private final Probers probers;
    private final Clock clock;
    private final Duration deadline;
    private final Duration patience;

    Exercise(
            Conditions conditions,
            Injector injector,
            Incidents incidents,
            Releases releases,
            Probers probers,
            Clock clock,
            EngineConfig config) {
        this.conditions = conditions;
        this.injector = injector;
        this.incidents = incidents;
        this.releases = releases;
        this.probers = probers;
        this.clock = clock;
        this.deadline = config.drill().deadline();
        this.patience = config.edge().parking().time().plus(SLACK);
    }

    /// @throws dev.slipway.app.Trouble when Docker or the store do not do their part
    Outcome of(Task task) {
        return switch (await(task, Exercise::isWhole)) {
            case Wait.Fulfilled(var condition) -> breakAndWatch(task, condition.target());
            case Wait.Overdue() -> failed("the app was not whole within " + limit());
            case Wait.Interrupted(var by) -> failed(by);
        };
    }

    private Outcome breakAndWatch(Task task, Instance target) {
        try (var probing = new Probing(prober(task.app()))) {
            Pause.of(BEFOREHAND);
            // no finer than the store keeps what comes after it
            var broken = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            try {
                injector.inject(task.fault(), target);
            } catch (DockerTrouble e) {
                return failed(interruption(task, conditions.of(task.app())).orElse(e.getMessage()));
            }
            var wait = await(task, condition -> isRestored(condition, target, broken));
            return switch (wait) {
                case Wait.Fulfilled _ -> {
                    Pause.of(AFTERWARDS);
                    yield restored(result(task, target, broken, probing.end()));
                }
                case Wait.Overdue() -> unrestored(result(task, target, broken, probing.end()));
                case Wait.Interrupted(var by) -> failed(by);
            };
        }
    }

    private Wait await(Task task, Predicate<Condition> wish) {
        var end = Deadline.in(deadline);
        while (true) {
            var condition = conditions.of(task.app());
            var interruption = interruption(task, condition);
            if (interruption.isPresent()) {
                return new Wait.Interrupted(interruption.get());
            }
            var wished = condition.filter(wish);
            if (wished.isPresent()) {
                return new Wait.Fulfilled(wished.get());
            }
            if (end.isOver()) {
                return new Wait.Overdue();
            }
            Pause.of(BEFORE_ANOTHER_LOOK);
        }
    }

    private static Optional<String> interruption(Task task, Optional<Condition> condition) {
        return condition
                .map(c -> c.interruption(task.since()))
                .orElse(Optional.of("the app was removed"));
    }

    private static boolean isWhole(Condition condition) {
        return condition.objection().isEmpty();
    }

    private boolean isRestored(Condition condition, Instance target, Instant broken) {
        return isWhole(condition)
                && incident(target, broken).flatMap(Incident::restoredAt).isPresent();
    }

    /// The first of this instance since it was broken.
    private Optional<Incident> incident(Instance target, Instant broken) {
        return incidents.latest(Optional.of(target.app()), INCIDENTS).stream()
                .filter(incident -> incident.instance().equals(Optional.of(target.id())))
                .filter(incident -> !incident.detectedAt().isBefore(broken))
                .min(Comparator.comparing(Incident::detectedAt));
    }

    private Drill.Result result(Task task, Instance target, Instant broken, Probing.Count count) {
        var incident = incident(target, broken);
        return new Drill.Result(
                task.fault(),
                target.id(),
                incident.map(Incident::cause),
                incident.map(i -> detect(i, broken)),
                incident.flatMap(Incident::timeToRestore),
                count.requests(),
                count.failed());
    }

    /// Docker dates what ends or pauses a container, which comes a little after we asked for it.
    private static Duration detect(Incident incident, Instant broken) {
        return incident.detectDelay().isZero()
                ? Duration.between(broken, incident.detectedAt())
                : incident.detectDelay();
    }

    private Prober prober(AppName app) {
        var path = releases.live(app).orElseThrow().config().healthPath();
        return probers.of(app, path, "slipway-drill", patience);
    }

    private static Outcome restored(Drill.Result result) {
        return new Outcome(Optional.of(result), Optional.empty());
    }

    private Outcome unrestored(Drill.Result result) {
        var what = result.cause().isEmpty() ? "was not noticed" : "was not put right";
        return new Outcome(
                Optional.of(result),
                Optional.of("%s %s within %s".formatted(result.fault().label(), what, limit())));
    }

    private static Outcome failed(String why) {
        return new Outcome(Optional.empty(), Optional.of(why));
    }

    private String limit() {
        return deadline.toSeconds() + " s";
    }
}
