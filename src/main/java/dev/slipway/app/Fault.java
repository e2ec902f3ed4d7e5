package dev.slipway.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a drill does to an instance on purpose.
public enum Fault {
    /// Its processes are killed past Docker, as in a crash.
    KILL,
    /// Its container is stopped, which Docker then leaves so.
    STOP,
    PAUSE,
    /// Its container is removed.
    REMOVE,
    /// Its container is taken out of the network.
    DISCONNECT,
    /// Its processes are stopped where they are: connections are accepted and nobody answers.
    HANG;

    public static final List<Fault> ALL = List.of(values());

    /// @throws Complaint when there is no such fault
    public static Fault named(String label) {
        return ALL.stream()
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new Complaint(
                                "There is no fault %s: these are %s"
                                        .formatted(Complaint.quoted(label), labels())));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String labels() {
        return Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "));
    }
}
