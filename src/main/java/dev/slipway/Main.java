package dev.slipway;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;

/// Starts the engine. Two arguments are for those who make and run its image:
///
/// - `health` asks the engine that runs here whether it is live, and exits with 1 if not: the image
///   holds no other program that could, and Docker wants one;
/// - `rehearse` starts all and stops again: what a JVM writes its AOT cache from.
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... arguments) {
        switch (String.join(" ", List.of(arguments))) {
            case "health" -> System.exit(HealthCheck.isLive() ? 0 : 1);
            case "rehearse" -> Quarkus.run(Rehearsal.class);
            default -> Quarkus.run(arguments);
        }
    }

    /// Is over when everything has started.
    public static final class Rehearsal implements QuarkusApplication {
        @Override
        public int run(String... arguments) {
            return 0;
        }
    }
}
