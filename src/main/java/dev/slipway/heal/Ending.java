package dev.slipway.heal;

import dev.slipway.app.Incident.Cause;
import dev.slipway.docker.ContainerState;
import java.util.Optional;

/// How an instance was lost: what was told of it, completed by what Docker shows of its container.
/// Pure.
///
/// @param code its exit code, when it ended
record Ending(Cause cause, Optional<Integer> code) {
    /// @param told why it was lost
    /// @param code as the event has it
    /// @param shown its container by now: it may be back already
    static Ending of(Cause told, Optional<Integer> code, Optional<ContainerState> shown) {
        var ended = shown.filter(state -> hasEnded(told) && !state.isRunning());
        var exit = code.or(() -> ended.map(ContainerState::exitCode));
        return new Ending(isOutOfMemory(told, exit, ended) ? Cause.OUT_OF_MEMORY : told, exit);
    }

    boolean outOfMemory() {
        return cause == Cause.OUT_OF_MEMORY;
    }

    /// What is paused, hangs or was cut off is ended by ourselves, if at all.
    private static boolean hasEnded(Cause told) {
        return told == Cause.STOPPED || isDeath(told);
    }

    private static boolean isDeath(Cause told) {
        return told == Cause.CRASHED || told == Cause.CRASH_LOOP;
    }

    /// Docker keeps the mark of a run that was out of memory when it hears of it late, after the
    /// next one has begun; who was killed by the kernel has the exit code of that.
    private static boolean isOutOfMemory(
            Cause told, Optional<Integer> exit, Optional<ContainerState> ended) {
        return isDeath(told)
                && exit.equals(Optional.of(ContainerState.KILLED))
                && ended.map(ContainerState::outOfMemory).orElse(false);
    }
}
