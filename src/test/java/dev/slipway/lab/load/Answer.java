package dev.slipway.lab.load;

import java.util.Map;

/// The head of an answer; header names are in lower case.
record Answer(int status, Map<String, String> headers) {
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    long length() {
        return Long.parseLong(headers.getOrDefault("content-length", "0"));
    }

    boolean closes() {
        return header("connection").equalsIgnoreCase("close");
    }

    /// Whether the app that this host names gave it.
    boolean isOf(String host) {
        return host.startsWith(header("x-app") + ".");
    }

    String instance() {
        return header("x-rel");
    }

    String release() {
        return header("x-slipway-release");
    }
}
