package dev.slipway.app;

import java.util.Map;
import java.util.regex.Pattern;

/// How an app's image is built: the context folder, relative to the root of the repository (`.` is
/// all of it), the Dockerfile's path, relative to the context, and the build args.
public record BuildConfig(String dockerfile, String context, Map<String, String> args) {
    private static final Pattern PATH =
            Pattern.compile("(?!/)(?!(.*/)?\\.\\.(/|$))[^\\p{Cntrl}\\\\]{1,512}");

    public static final BuildConfig DEFAULT = new BuildConfig("Dockerfile", ".", Map.of());

    /// @throws Complaint when a path is absolute or climbs out of the repository
    public BuildConfig {
        Complaint.unlessMatches(
                PATH, dockerfile, "Dockerfile path", "give a path inside the repository");
        Complaint.unlessMatches(
                PATH, context, "Build context", "give a folder inside the repository");
        args = Map.copyOf(args);
    }
}
