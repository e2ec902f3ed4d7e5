package dev.slipway.app;

import java.util.regex.Pattern;

/// A Docker image reference: `[registry[:port]/]name[:tag][@sha256:digest]` or a bare `sha256:` id.
/// The grammar is the one of github.com/distribution/reference, which the Docker engine parses
/// with.
public record ImageRef(String value) {
    private static final Pattern PATTERN =
            Pattern.compile(
                    "(?=.{1,255}$)(sha256:[0-9a-f]{64}"
                            + "|([a-zA-Z0-9.-]+(:[0-9]{1,5})?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*"
                            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?)");

    /// @throws Complaint when Docker could not parse the reference
    public ImageRef {
        Complaint.unlessMatches(
                PATTERN,
                value,
                "Image",
                "give a reference such as nginx:1.27 or ghcr.io/me/app:v1");
    }

    /// The tag under which the image of a release is kept.
    ///
    /// @param engine the engine's name, so that two engines on one host do not take each other's
    ///   tags
    public static ImageRef of(String engine, AppName app, int release) {
        return new ImageRef(engine + "/" + app + ":" + release);
    }

    @Override
    public String toString() {
        return value;
    }
}
