package dev.slipway.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Faults that are put into an app on purpose, one after the other, to see that it is brought back:
/// `results` has what came of those that are over, in their order.
public record Drill(
        String id,
        AppName app,
        List<Fault> faults,
        Instant startedAt,
        State state,
        List<Result> results) {

    /// How far it has come.
    public sealed interface State {
        /// The name outsiders know.
        String label();
    }

    public record Running() implements State {
        @Override
        public String label() {
            return "running";
        }
    }

    public sealed interface Over extends State {
        Instant at();
    }

    /// All faults were put right.
    public record Finished(Instant at) implements Over {
        @Override
        public String label() {
            return "finished";
        }
    }

    /// A fault was not put right in time, or something came between.
    public record Failed(Instant at, String reason) implements Over {
        @Override
        public String label() {
            return "failed";
        }
    }

    /// What came of one fault. `cause` and `detect` (from the fault until the healer saw it) are
    /// absent when it was never seen, `restore` (from then until the instance served again) when it
    /// was not put right in time. `requests` were sent through the proxy meanwhile, `failed` of
    /// them got no answer or one of 5xx.
    public record Result(
            Fault fault,
            InstanceId instance,
            Optional<Incident.Cause> cause,
            Optional<Duration> detect,
            Optional<Duration> restore,
            int requests,
            int failed) {
        /// From the fault until the instance served again.
        public Optional<Duration> outage() {
            return detect.flatMap(seen -> restore.map(seen::plus));
        }
    }

    /// @param faults as often as they are to happen, in this order
    /// @throws Complaint when there is none, or more than 100
    public static Drill of(AppName app, List<Fault> faults, Instant now) {
        Complaint.unlessWithin(1, 100, faults.size(), "Number of faults");
        return new Drill(UUID.randomUUID().toString(), app, faults, now, new Running(), List.of());
    }

    public Drill {
        faults = List.copyOf(faults);
        results = List.copyOf(results);
    }
}
