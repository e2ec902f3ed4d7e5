package dev.slipway.build;

import dev.slipway.app.Complaint;
import dev.slipway.app.ImageRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// The images that a Dockerfile needs from a registry.
///
/// @param images what `FROM`, `COPY --from=` and `RUN --mount=…,from=` name, in order; without
///   stages, `scratch`, and what Docker itself could not parse
/// @param syntax the image of the `# syntax=` line, which BuildKit runs to read the file
public record DockerfileImages(SequencedSet<ImageRef> images, Optional<ImageRef> syntax) {
    public DockerfileImages {
        images = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(images));
    }

    /// @param args values for `ARG`s that stand before the first `FROM`; Docker's own ones
    ///   (`TARGETARCH`, `BUILDPLATFORM`, …) are known only when given here
    public static DockerfileImages of(String dockerfile, Map<String, String> args) {
        var text = DockerfileText.of(dockerfile);
        var scan = new DockerfileScan(args);
        text.instructions().forEach(scan::instruction);
        return new DockerfileImages(
                scan.external()
                        .flatMap(name -> parsed(name).stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                text.directive("syntax").flatMap(DockerfileImages::parsed));
    }

    /// The text without its `# syntax=` line, for when that image cannot be had.
    public static String withoutSyntax(String dockerfile) {
        var text = DockerfileText.of(dockerfile);
        var line = text.lineOf("syntax");
        if (line.isEmpty()) {
            return dockerfile;
        }
        var lines = new ArrayList<>(text.lines());
        lines.remove(line.get().intValue());
        return String.join("\n", lines) + "\n";
    }

    private static Optional<ImageRef> parsed(String reference) {
        try {
            return Optional.of(new ImageRef(reference));
        } catch (Complaint _) {
            return Optional.empty();
        }
    }
}
