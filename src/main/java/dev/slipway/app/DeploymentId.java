package dev.slipway.app;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/// Names one deployment. New ones sort by time: 9 base-36 digits of the Unix time in ms, then 6
/// random ones.
public record DeploymentId(String value) {
    private static final Pattern PATTERN = Pattern.compile("[0-9a-z]{15}");
    private static final long RANDOM_RANGE = 2_176_782_336L; // 36^6

    /// @throws Complaint when the text never was a deployment's id
    public DeploymentId {
        Complaint.unlessMatches(PATTERN, value, "Deployment id", "it has 15 digits and letters");
    }

    public static DeploymentId at(Instant now) {
        return new DeploymentId(
                base36(now.toEpochMilli(), 9)
                        + base36(new SecureRandom().nextLong(RANDOM_RANGE), 6));
    }

    private static String base36(long number, int width) {
        var digits = Long.toString(number, 36);
        return "0".repeat(width - digits.length()) + digits;
    }

    @Override
    public String toString() {
        return value;
    }
}
