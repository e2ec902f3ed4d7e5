package dev.slipway.launch;

import dev.slipway.app.Address;
import dev.slipway.app.Release;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Containers;
import dev.slipway.pipeline.Deadline;
import dev.slipway.pipeline.Pause;
import dev.slipway.probe.Answer;
import dev.slipway.probe.HealthProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Waits, with a deadline, for an instance to answer well.
@Singleton
class ReadinessWait {
    private static final Duration EAGER = Duration.ofSeconds(2);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(10);
    private static final Duration LONG_PAUSE = Duration.ofMillis(100);
    private static final Duration LOOK_FOR_START = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK_AT_CONTAINER = Duration.ofMillis(300);

    /// Docker has it wait for 100 ms at least before each start, and its exit code is told only
    /// then.
    private static final Duration LOOK_AT_CRASHES = Duration.ofMillis(20);

    private static final Duration NEXT_CRASH = Duration.ofSeconds(3);
    private static final String LEFT =
            "somebody stopped, paused, removed or moved its container meanwhile";

    sealed interface Outcome {
        record Ready(Address address) implements Outcome {}

        record NotReady(String reason) implements Outcome {}
    }

    /// What is waited for.
    ///
    /// @param patient whether a container that has ended may come back by itself, as one that
    ///   Docker restarts does
    /// @param unwanted asked now and then: whether the wait is in vain
    record Subject(
            Release release,
            String container,
            String ip,
            PortPlan ports,
            boolean patient,
            BooleanSupplier unwanted) {}

    private final Containers containers;
    private final BootExamination examination;
    private final HealthProbe probe;
    private final Duration timeout;

    ReadinessWait(
            Containers containers,
            BootExamination examination,
            HealthProbe probe,
            EngineConfig config) {
        this.containers = containers;
        this.examination = examination;
        this.timeout = config.launch().timeout();
        this.probe = probe;
    }

    Outcome await(Subject subject) {
        var config = subject.release().config();
        var deadline = Deadline.in(config.resilience().startTimeout().orElse(timeout));
        if (subject.patient() && !comesToRun(subject, deadline)) {
            return new Outcome.NotReady(LEFT);
        }
        var nextLook = Deadline.in(LOOK_AT_CONTAINER);
        var crashes = false;
        Answer answer = new Answer.Closed("not asked yet");
        while (true) {
            var answers =
                    subject.ports().candidates().stream()
                            .map(port -> new Address(subject.ip(), port))
                            .map(address -> new Asked(address, ask(subject.release(), address)))
                            .toList();
            var ready = answers.stream().filter(Asked::isWell).findFirst();
            if (ready.isPresent()) {
                return new Outcome.Ready(ready.get().address());
            }
            answer = moreTelling(answer, answers);
            if (deadline.isOver()) {
                return refused(subject, atTheEnd(subject), answer, deadline);
            }
            if (nextLook.isOver()) {
                if (subject.unwanted().getAsBoolean()) {
                    return new Outcome.NotReady("nobody wants it any more");
                }
                if (subject.patient() && hasLeft(subject)) {
                    return new Outcome.NotReady(LEFT);
                }
                if (!subject.patient()) {
                    var state = state(subject);
                    if (!state.isRunning()) {
                        return refused(subject, state, answer, deadline);
                    }
                    crashes = state.restarts() > 0;
                }
                nextLook = Deadline.in(crashes ? LOOK_AT_CRASHES : LOOK_AT_CONTAINER);
            }
            Pause.of(crashes || deadline.elapsed().compareTo(EAGER) < 0 ? SHORT_PAUSE : LONG_PAUSE);
        }
    }

    /// A server that answers badly, or dies of the request, says more than the closed port between
    /// two tries.
    private static Answer moreTelling(Answer before, List<Asked> now) {
        return now.stream()
                .map(Asked::answer)
                .filter(answer -> !(answer instanceof Answer.Closed))
                .findFirst()
                .orElse(before);
    }

    /// Of one that ends again and again, when it has ended once more.
    private ContainerState atTheEnd(Subject subject) {
        var nextCrash = Deadline.in(NEXT_CRASH);
        var state = state(subject);
        while (!subject.patient()
                && state.restarts() > 0
                && state.isRunning()
                && !nextCrash.isOver()) {
            Pause.of(LOOK_AT_CRASHES);
            state = state(subject);
        }
        return state;
    }

    /// Nothing is sent to an instance that is not there. The last one to leave takes its bridge's
    /// carrier with it, and the kernel, asked for the address then, asks the empty network by ARP
    /// and asks again only after a second (`retrans_time_ms`, arp(7)), however early the instance
    /// is back.
    ///
    /// @return false when it does not come to run by itself
    private boolean comesToRun(Subject subject, Deadline deadline) {
        while (!state(subject).isRunning() && !deadline.isOver()) {
            if (hasLeft(subject)) {
                return false;
            }
            Pause.of(LOOK_FOR_START);
        }
        return true;
    }

    /// Whether somebody has stopped, paused, removed or moved it meanwhile: seen twice, for a
    /// restart by hand does so for a moment.
    private boolean hasLeft(Subject subject) {
        if (isInPlace(subject)) {
            return false;
        }
        Pause.of(LOOK_AT_CONTAINER);
        return !isInPlace(subject);
    }

    private boolean isInPlace(Subject subject) {
        var state = state(subject);
        return switch (state.status()) {
            case RUNNING -> state.ip().equals(subject.ip());
            case RESTARTING -> true;
            case CREATED, PAUSED, EXITED, REMOVING, DEAD -> false;
        };
    }

    private record Asked(Address address, Answer answer) {
        boolean isWell() {
            return answer instanceof Answer.Well;
        }
    }

    private Answer ask(Release release, Address address) {
        return probe.askEarly(address, release, PATIENCE);
    }

    /// Asks once.
    boolean isWell(Address address, Release release) {
        return ask(release, address) instanceof Answer.Well;
    }

    private ContainerState state(Subject subject) {
        return containers
                .find(subject.container())
                .orElseGet(() ->
                        new ContainerState(
                                subject.container(),
                                ContainerState.Status.DEAD,
                                0,
                                false,
                                0,
                                Optional.empty(),
                                "",
                                0));
    }

    private Outcome refused(
            Subject subject, ContainerState state, Answer answer, Deadline deadline) {
        return new Outcome.NotReady(
                examination.diagnose(subject, state, answer, deadline.elapsed()));
    }
}
