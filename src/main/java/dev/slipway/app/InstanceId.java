package dev.slipway.app;

import java.util.regex.Pattern;

/// Names one instance of a release: `<deployment>-<number>`, which is also the end of its
/// container's name.
public record InstanceId(String value) {
    private static final Pattern PATTERN = Pattern.compile("[0-9a-z]{15}-[0-9]{1,3}");

    /// @throws Complaint when the text never was an instance's id
    public InstanceId {
        Complaint.unlessMatches(
                PATTERN, value, "Instance id", "it is a deployment id and a number");
    }

    /// @param number 1 for the first instance of the deployment
    public static InstanceId of(DeploymentId deployment, int number) {
        return new InstanceId(deployment + "-" + number);
    }

    @Override
    public String toString() {
        return value;
    }
}
