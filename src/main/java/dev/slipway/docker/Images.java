package dev.slipway.docker;

import dev.slipway.app.AppName;
import dev.slipway.app.ImageRef;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/// The images that Docker holds. Every call throws [DockerTrouble] when Docker does not answer or
/// refuses.
public interface Images {
    /// @param exposedPorts the TCP ports of its `EXPOSE` lines
    record Image(String id, SortedSet<Integer> exposedPorts) {}

    Optional<Image> find(ImageRef image);

    /// Fetches the image from its registry.
    ///
    /// @param log gets a line now and then
    void pull(ImageRef image, Consumer<String> log);

    void tag(String imageId, ImageRef tag);

    /// Removes all images that carry the labels of this app. Images in use by a container stay.
    void removeAll(AppName app);
}
