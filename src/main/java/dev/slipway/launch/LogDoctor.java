package dev.slipway.launch;

import java.util.Optional;

/// Says what an app lacks by its own words, if those are of a kind that we know. Pure.
final class LogDoctor {
    private LogDoctor() {}

    /// The variables that its environment has not.
    static Optional<String> misses(BootLog log, Setup setup) {
        var missing = log.missingVariables(setup.variables());
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "it needs the environment variable%s %s, which %s not set: add %s to its env%s"
                                .formatted(
                                        missing.size() == 1 ? "" : "s",
                                        String.join(" and ", missing),
                                        missing.size() == 1 ? "is" : "are",
                                        missing.size() == 1 ? "it" : "them",
                                        log.quoted()));
    }

    /// @param port what it is expected to listen on
    static Optional<String> diagnose(BootLog log, Setup setup, int port, int memoryMb) {
        var denied = log.deniedPort(port);
        if (denied.isPresent() && !setup.isOfRoot()) {
            return Optional.of(
                    "it may not listen on port %d: those below 1024 are root's, and it runs as %s, so let it listen on a port such as 8080 and EXPOSE that%s"
                            .formatted(denied.get(), setup.user(), log.quoted()));
        }
        if (log.saysAddressInUse()) {
            return Optional.of(
                    "it cannot listen where another of its own processes does already: start one server only%s"
                            .formatted(log.quoted()));
        }
        if (log.saysHeapIsFull()) {
            return Optional.of(
                    "its heap was full while it started: raise its memory limit (limits.memoryMb, now %d) or that of its heap%s"
                            .formatted(memoryMb, log.quoted()));
        }
        return log.missingLibrary()
                .map(library ->
                        "it needs the library %s, which is not in its image: install it in the Dockerfile"
                                .formatted(library))
                .or(() ->
                        log.missedOnItself()
                                .map(missed ->
                                        "it looks for port %s of its own 127.0.0.1, where only itself is: give it the address of that server in its env%s"
                                                .formatted(missed, log.quoted())));
    }
}
