package dev.slipway.nginx;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import java.util.SortedMap;

/// The running proxy.
public interface Edge {
    /// Sends new requests for the host along this route; requests in flight stay where they are.
    /// Takes effect before it returns.
    ///
    /// @throws EdgeTrouble when the proxy does not answer or refuses the route
    void put(HostName host, Route route);

    /// The host is unknown from now on.
    ///
    /// @throws EdgeTrouble when the proxy does not answer
    void remove(HostName host);

    /// All routes as the proxy holds them, each as [Route#line()].
    ///
    /// @throws EdgeTrouble when the proxy does not answer
    SortedMap<HostName, String> routes();

    /// How many requests and WebSockets are on this instance now.
    ///
    /// @throws EdgeTrouble when the proxy does not answer
    int inFlight(Address instance);

    /// Answers a certificate authority that asks any of our hosts for this token (RFC 8555, section
    /// 8.3), for ten minutes at most. Takes effect before it returns.
    ///
    /// @throws EdgeTrouble when the proxy does not answer or refuses the token
    void challenge(String token, String answer);

    /// The token is unknown from now on.
    ///
    /// @throws EdgeTrouble when the proxy does not answer or refuses the token
    void endChallenge(String token);

    /// Whether the proxy answers within a second.
    boolean isAnswering();
}
