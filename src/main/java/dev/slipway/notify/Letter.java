package dev.slipway.notify;

import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/// A message on its way. `id` stays the same however often it is tried; `page` is where the
/// dashboard shows the incident, if it is known where people reach the dashboard.
record Letter(String id, Message message, Optional<URI> page) {
    /// @param dashboard where people reach it
    static Letter of(Message message, Optional<URI> dashboard) {
        return new Letter(
                UUID.randomUUID().toString(),
                message,
                dashboard.flatMap(address -> page(message, address)));
    }

    private static Optional<URI> page(Message message, URI dashboard) {
        return switch (message) {
            case Message.Opened(var incident, _) -> Optional.of(page(incident.id(), dashboard));
            case Message.Closed(var incident) -> Optional.of(page(incident.id(), dashboard));
            case Message.Test() -> Optional.empty();
        };
    }

    private static URI page(String incident, URI dashboard) {
        return URI.create(dashboard.toString().replaceFirst("/$", "") + "/incidents/" + incident);
    }
}
