package dev.slipway.app;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the certificate of an app comes from, and how far it is. What was there before serves on
/// until what replaces it is there.
public sealed interface AppCertificate {
    /// The one to serve with.
    Optional<Certificate> inUse();

    /// The owner wants a certificate authority to be asked. One that was issued is left as it is:
    /// it is renewed in time. One that failed is tried again at once.
    default AppCertificate ordered() {
        return switch (this) {
            case Given(var certificate) -> new Pending(Optional.of(certificate));
            case Pending pending -> pending;
            case Issued issued -> issued;
            case Failed failed -> new Pending(failed.inUse());
        };
    }

    /// How often an order of these hosts has failed in a row.
    default int failures(List<HostName> hosts) {
        return this instanceof Failed failed && failed.hosts().equals(hosts)
                ? failed.attempts()
                : 0;
    }

    /// Its owner gave it and replaces it when it expires.
    record Given(Certificate certificate) implements AppCertificate {
        @Override
        public Optional<Certificate> inUse() {
            return Optional.of(certificate);
        }
    }

    /// Wanted, and not ordered yet.
    record Pending(Optional<Certificate> inUse) implements AppCertificate {}

    /// @param hosts those that were ordered
    record Issued(Certificate certificate, List<HostName> hosts) implements AppCertificate {
        public Issued {
            hosts = List.copyOf(hosts);
        }

        @Override
        public Optional<Certificate> inUse() {
            return Optional.of(certificate);
        }
    }

    /// @param problem one sentence, the authority's own where it said one
    /// @param attempts how often it failed in a row, 1 or more
    /// @param hosts those that were ordered
    record Failed(
            Optional<Certificate> inUse,
            String problem,
            int attempts,
            Instant nextAttempt,
            List<HostName> hosts)
            implements AppCertificate {
        public Failed {
            hosts = List.copyOf(hosts);
        }
    }
}
