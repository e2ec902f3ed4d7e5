package dev.slipway.traffic;

/// @param total since the engine's start
public record AppTraffic(Tally total, Tally lastMinute) {}
