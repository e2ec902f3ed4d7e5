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

/// An instance in some condition, to be diagnosed. It runs, answers, and was never lost, until told
/// otherwise.
record Patient(
        int number,
        Instance.State state,
        Optional<Status> status,
        String ip,
        Pulse pulse,
        int attempts,
        Instant lastAttempt,
        Instant since,
        boolean deploymentEnded,
        boolean underRepair,
        Instant standsByUntil) {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final Diagnosis.Rules RULES = new Diagnosis.Rules(3, Duration.ofMinutes(1));
    private static final AppName APP = new AppName("a");

    static Patient in(Instance.State state) {
        return in(1, state);
    }

    static Patient in(int number, Instance.State state) {
        var status = state == Instance.State.STANDBY ? Status.PAUSED : Status.RUNNING;
        return new Patient(
                number,
                state,
                Optional.of(status),
                ip(number),
                Pulse.WELL,
                0,
                Instant.EPOCH,
                NOW,
                true,
                false,
                Instant.MAX);
    }

    static String ip(int number) {
        return "10.213.0." + (1 + number);
    }

    Patient seenAs(Status status) {
        return with(Optional.of(status), ip, pulse);
    }

    Patient gone() {
        return with(Optional.empty(), ip, pulse);
    }

    Patient at(String other) {
        return with(status, other, pulse);
    }

    Patient saying(Answer answer, int times) {
        var worse = Pulse.WELL;
        for (int i = 0; i < times; i++) {
            worse = worse.then(answer, NOW);
        }
        return with(status, ip, worse);
    }

    Patient tried(int attempts, Instant last) {
        return new Patient(
                number,
                state,
                status,
                ip,
                pulse,
                attempts,
                last,
                since,
                deploymentEnded,
                underRepair,
                standsByUntil);
    }

    Patient since(Instant since) {
        return new Patient(
                number,
                state,
                status,
                ip,
                pulse,
                attempts,
                lastAttempt,
                since,
                deploymentEnded,
                underRepair,
                standsByUntil);
    }

    Patient whoseDeploymentGoesOn() {
        return new Patient(
                number,
                state,
                status,
                ip,
                pulse,
                attempts,
                lastAttempt,
                since,
                false,
                underRepair,
                standsByUntil);
    }

    Patient inRepair() {
        return new Patient(
                number,
                state,
                status,
                ip,
                pulse,
                attempts,
                lastAttempt,
                since,
                deploymentEnded,
                true,
                standsByUntil);
    }

    Patient standingByUntil(Instant until) {
        return new Patient(
                number,
                state,
                status,
                ip,
                pulse,
                attempts,
                lastAttempt,
                since,
                deploymentEnded,
                underRepair,
                until);
    }

    private Patient with(Optional<Status> status, String ip, Pulse pulse) {
        return new Patient(
                number,
                state,
                status,
                ip,
                pulse,
                attempts,
                lastAttempt,
                since,
                deploymentEnded,
                underRepair,
                standsByUntil);
    }

    Diagnosis diagnosed() {
        return diagnosed(true, NOW, List.of(this)).getFirst();
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
        var address = new Address(ip(number), 8080);
        return new Sight(
                new Instance(id, APP, 1, deployment, "c" + number, address, state, since, 0),
                status.map(s -> new Seen(s, ip, false)),
                pulse,
                new History(attempts, lastAttempt, number),
                deploymentEnded,
                underRepair,
                standsByUntil);
    }
}
