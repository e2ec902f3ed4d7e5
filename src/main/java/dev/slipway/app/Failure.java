package dev.slipway.app;

/// Why a deployment did not go live: the stage it broke in, and one message that says what to try
/// next.
public record Failure(Stage stage, String message) {}
