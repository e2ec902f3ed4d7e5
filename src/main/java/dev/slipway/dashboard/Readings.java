package dev.slipway.dashboard;

import dev.slipway.app.Usage;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/// What an instance used before an incident: the last reading and the highest one in words, all of
/// them as a line.
public record Readings(String name, String last, String most, Sparkline line) {
    private static final double MIB = 1024.0 * 1024.0;

    /// @return CPU and memory, or nothing when nothing was read
    static List<Readings> of(List<Usage> usage) {
        return usage.isEmpty()
                ? List.of()
                : List.of(
                        of("CPU", usage, Usage::cpuPercent, Readings::percent),
                        of("Memory", usage, Usage::memoryBytes, Readings::mebibytes));
    }

    private static Readings of(
            String name,
            List<Usage> usage,
            ToDoubleFunction<Usage> reading,
            DoubleFunction<String> text) {
        return new Readings(
                name,
                text.apply(reading.applyAsDouble(usage.getLast())),
                text.apply(usage.stream().mapToDouble(reading).max().orElseThrow()),
                Sparkline.of(
                        usage.stream()
                                .map(u -> new Sparkline.Value(u.at(), reading.applyAsDouble(u)))
                                .toList()));
    }

    /// Of one core, such as `0.4 %` or `87 %`. Number and unit stay on one line.
    private static String percent(double percent) {
        return number(percent) + "\u00a0%";
    }

    private static String mebibytes(double bytes) {
        return number(bytes / MIB) + "\u00a0MiB";
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%,.0f", number);
    }
}
