package dev.slipway.heal;

import dev.slipway.app.Address;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Instance;
import dev.slipway.app.InstanceId;
import dev.slipway.docker.ContainerState.Status;
import dev.slipway.heal.Diagnosis.Seen;
import dev.slipway.heal.Diagnosis.Sight;
import dev.slipway.probe.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An instance in some condition, to be diagnosed. It runs, answers, and was never lost, until told
/// otherwise; telling makes another patient.
final class Patient implements Cloneable {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Diagnosis.Rules RULES = new Diagnosis.Rules(3, Duration.ofMinutes(1));
    private static final AppName APP = new AppName("a");

    private final Instance.State state;
    private int number = 1;
    private Optional<Status> status;
    private boolean connected = true;
    private Pulse pulse = Pulse.WELL;
    private int attempts;
    private Instant lastAttempt = Instant.EPOCH;
    private Instant since = NOW;
    private boolean deploymentEnded = true;
    private boolean underRepair;
    private Instant standsByUntil = Instant.MAX;

    private Patient(Instance.State state) {
        this.state = state;
        this.status = Optional.of(state == Instance.State.STANDBY ? Status.PAUSED : Status.RUNNING);
    }

    static Patient in(Instance.State state) {
        return new Patient(state);
    }

    static Patient in(int number, Instance.State state) {
        return in(state).numbered(number);
    }

    Patient numbered(int number) {
        return with(p -> p.number = number);
    }

    Patient seenAs(Status status) {
        return with(p -> p.status = Optional.of(status));
    }

    Patient gone() {
        return with(p -> p.status = Optional.empty());
    }

    /// It is not where the proxy looks for it.
    Patient astray() {
        return with(p -> p.connected = false);
    }

    Patient saying(Answer answer, int times) {
        return with(p -> {
            for (int i = 0; i < times; i++) {
                p.pulse = p.pulse.then(answer, NOW);
            }
        });
    }

    Patient tried(int attempts, Instant last) {
        return with(p -> {
            p.attempts = attempts;
            p.lastAttempt = last;
        });
    }

    Patient since(Instant since) {
        return with(p -> p.since = since);
    }

    Patient whoseDeploymentGoesOn() {
        return with(p -> p.deploymentEnded = false);
    }

    Patient underRepair() {
        return with(p -> p.underRepair = true);
    }

    Patient standingByUntil(Instant until) {
        return with(p -> p.standsByUntil = until);
    }

    boolean isUnderRepair() {
        return state == Instance.State.DOWN && underRepair;
    }

    boolean isRunning() {
        return status.equals(Optional.of(Status.RUNNING));
    }

    /// It is up and well.
    boolean serves() {
        return state == Instance.State.READY
                && isRunning()
                && connected
                && pulse.failures() < RULES.failures();
    }

    Diagnosis diagnosed() {
        return diagnosedAt(NOW);
    }

    Diagnosis diagnosedAt(Instant now) {
        return diagnosed(true, now, List.of(this)).getFirst();
    }

    /// @return in the order of the patients
    static List<Diagnosis> diagnosed(boolean wanted, Instant now, List<Patient> app) {
        var sights = app.stream().map(Patient::sight).toList();
        return List.copyOf(Diagnosis.of(sights, wanted, RULES, now).values());
    }

    private Sight sight() {
        var deployment = DeploymentId.at(NOW);
        var id = InstanceId.of(deployment, number);
        var ip = "10.213.0." + (1 + number);
        var address = new Address(ip, 8080);
        return new Sight(
                new Instance(id, APP, 1, deployment, "c" + number, address, state, since, 0),
                status.map(s -> new Seen(s, connected ? ip : "", false)),
                pulse,
                new History(attempts, lastAttempt, number),
                deploymentEnded,
                underRepair,
                standsByUntil);
    }

    private Patient with(Consumer<Patient> change) {
        try {
            var other = (Patient) clone();
            change.accept(other);
            return other;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return sight().toString();
    }
}
