package dev.slipway.acme;

import dev.slipway.app.HostName;
import java.util.List;

/// Whoever vouches for our hosts.
interface CertificateAuthority {
    /// Orders one certificate for all of these hosts, and proves through the proxy that they lead
    /// here. Takes from seconds to minutes.
    ///
    /// @return what became of it; an authority that refuses, cannot be reached or takes too long is
    ///   [Issuance.Refused]
    /// @throws dev.slipway.app.Trouble when the proxy or our own account key cannot be used
    Issuance order(List<HostName> hosts);
}
