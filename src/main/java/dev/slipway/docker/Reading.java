package dev.slipway.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a container has used.
///
/// @param cpu time of all its processes since it was started
/// @param memoryBytes without the page cache that can be given back, as `docker stats` has it
public record Reading(Instant at, Duration cpu, long memoryBytes) {
    /// One that does not run has no time of reading.
    static Optional<Reading> of(JsonNode stats) {
        var memory = stats.path("memory_stats");
        if (!memory.has("usage")) {
            return Optional.empty();
        }
        return Optional.of(
                new Reading(
                        Instant.parse(stats.path("read").asText()),
                        Duration.ofNanos(stats.at("/cpu_stats/cpu_usage/total_usage").asLong()),
                        Math.max(0, memory.path("usage").asLong() - cache(memory.path("stats")))));
    }

    /// What was used of one core since then. The count begins anew when the container was started
    /// anew.
    public double cpuPercentSince(Reading earlier) {
        var used = cpu.minus(earlier.cpu());
        var spent = used.isNegative() ? cpu : used;
        var time = Duration.between(earlier.at(), at);
        return time.isPositive() ? 100.0 * spent.toNanos() / time.toNanos() : 0;
    }

    /// Its name in cgroup v1 and v2 (docs.docker.com/reference/cli/docker/container/stats).
    private static long cache(JsonNode stats) {
        return stats.path("total_inactive_file").asLong(stats.path("inactive_file").asLong());
    }
}
