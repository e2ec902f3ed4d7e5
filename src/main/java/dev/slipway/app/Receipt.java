package dev.slipway.app;

import java.time.Duration;
import java.util.Optional;

/// What a switch did to those who were asking meanwhile: users and our own probes, from shortly
/// before the new instances were routed until shortly after. `failed` are those that no instance
/// answered; how long the others took is in [#p50] and [#p99], absent when nobody was answered.
public record Receipt(
        long requests,
        long failed,
        Optional<Duration> p50,
        Optional<Duration> p99,
        Duration switchTime) {}
