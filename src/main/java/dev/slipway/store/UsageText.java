package dev.slipway.store;

import dev.slipway.app.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Readings as they are kept: one line each, Unix milliseconds, percent of a core, bytes.
final class UsageText {
    private UsageText() {}

    static String write(List<Usage> readings) {
        return readings.stream()
                .map(u ->
                        String.format(
                                Locale.ROOT,
                                "%d %.1f %d",
                                u.at().toEpochMilli(),
                                u.cpuPercent(),
                                u.memoryBytes()))
                .collect(Collectors.joining("\n"));
    }

    static List<Usage> read(String text) {
        return text.lines().map(line -> reading(line.split(" "))).toList();
    }

    private static Usage reading(String[] fields) {
        return new Usage(
                Instant.ofEpochMilli(Long.parseLong(fields[0])),
                Double.parseDouble(fields[1]),
                Long.parseLong(fields[2]));
    }
}
