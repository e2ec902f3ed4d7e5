package dev.slipway.notify;

import dev.slipway.app.Incident;

/// What people are told.
sealed interface Message {
    /// What receivers know it by.
    String event();

    /// @param leftOut incidents of the same app and cause since the last one that was told, which
    ///   were not
    record Opened(Incident incident, int leftOut) implements Message {
        @Override
        public String event() {
            return "incident.opened";
        }
    }

    record Closed(Incident incident) implements Message {
        @Override
        public String event() {
            return "incident.closed";
        }
    }

    /// Somebody wants to know whether messages arrive.
    record Test() implements Message {
        @Override
        public String event() {
            return "test";
        }
    }
}
