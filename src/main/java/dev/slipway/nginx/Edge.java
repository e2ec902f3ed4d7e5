package dev.slipway.nginx;

import dev.slipway.app.Address;
import dev.slipway.app.HostName;
import java.util.List;
import java.util.Optional;
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

    /// What the proxy's workers have counted so far. Each shares it four times a second, so what
    /// ended in the last quarter of one may be missing.
    ///
    /// @throws EdgeTrouble when the proxy does not answer
    List<EdgeCount> traffic();

    /// What the proxy runs.
    ///
    /// @param generation the [Generation#name()] of its configuration
    /// @param loaded differs each time that it has read a configuration
    /// @param waiting client connections without a request at the moment
    record Status(String generation, String loaded, int waiting) {}

    /// Empty when the proxy does not answer within a second.
    Optional<Status> status();

    default boolean isAnswering() {
        return status().isPresent();
    }

    /// From now on answers end their client's connection, so that a reload finds none to cut. Ends
    /// by itself after two minutes.
    ///
    /// @throws EdgeTrouble when the proxy does not answer
    void quiesce();

    /// Connections are kept again.
    ///
    /// @throws EdgeTrouble when the proxy does not answer
    void resume();

    /// Answers a certificate authority that asks any of our hosts for this token (RFC 8555, section
    /// 8.3), for ten minutes at most. Takes effect before it returns.
    ///
    /// @throws EdgeTrouble when the proxy does not answer or refuses the token
    void challenge(String token, String answer);

    /// The token is unknown from now on.
    ///
    /// @throws EdgeTrouble when the proxy does not answer or refuses the token
    void endChallenge(String token);
}
