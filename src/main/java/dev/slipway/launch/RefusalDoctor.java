package dev.slipway.launch;

import java.util.Optional;
import java.util.regex.Pattern;

/// Says why Docker would not even make or start a container, if that is the app's fault. Pure.
final class RefusalDoctor {
    private static final Pattern NO_USER =
            Pattern.compile("unable to find (user|group) ([^:]+): no matching entries");
    private static final Pattern NO_COMMAND = Pattern.compile("(?i)no command specified");
    private static final Pattern NO_MEMORY =
            Pattern.compile("(?i)OCI runtime.*(OOM-killed|memory limit too low|out of memory)");
    private static final Pattern NO_PROGRAM =
            Pattern.compile(
                    "(?i)OCI runtime.*exec.*(exec format error|no such file|permission denied|not found in \\$PATH|is a directory)");

    private RefusalDoctor() {}

    /// @param said Docker's own words
    /// @return empty when it is not the app's fault
    static Optional<String> diagnose(String said, Setup setup, int memoryMb) {
        var user = NO_USER.matcher(said);
        if (user.find()) {
            return Optional.of(
                    "its image has no %s %s: create it in the Dockerfile, or give USER as a number"
                            .formatted(user.group(1), user.group(2)));
        }
        if (NO_COMMAND.matcher(said).find()) {
            return Optional.of(
                    "its image says nothing to run: give it a CMD or ENTRYPOINT in the Dockerfile");
        }
        if (NO_MEMORY.matcher(said).find()) {
            return Optional.of(BootDoctor.outOfMemory(memoryMb));
        }
        return NO_PROGRAM.matcher(said).find()
                ? Optional.of(CommandDoctor.diagnose(setup).orElse(said))
                : Optional.empty();
    }
}
