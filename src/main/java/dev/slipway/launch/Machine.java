package dev.slipway.launch;

import java.util.Map;
import java.util.Set;

/// A kind of processor that programs are built for.
///
/// @param hosts the architectures, as Go calls them, that can run its programs; empty when we do
///   not know
record Machine(String name, Set<String> hosts) {
    /// By the number in the header of a program (`e_machine`, elf(5)).
    private static final Map<Integer, Machine> KNOWN =
            Map.of(
                    3, new Machine("386", Set.of("386", "amd64")),
                    21, new Machine("ppc64", Set.of("ppc64", "ppc64le")),
                    22, new Machine("s390x", Set.of("s390x")),
                    40, new Machine("arm", Set.of("arm", "arm64")),
                    62, new Machine("amd64", Set.of("amd64")),
                    183, new Machine("arm64", Set.of("arm64")),
                    243, new Machine("riscv64", Set.of("riscv64")),
                    258, new Machine("loong64", Set.of("loong64")));

    static Machine of(int number) {
        return KNOWN.getOrDefault(number, new Machine("processor " + number, Set.of()));
    }

    boolean isForeignTo(String architecture) {
        return !hosts.isEmpty() && !hosts.contains(architecture);
    }
}
