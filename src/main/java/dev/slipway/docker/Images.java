package dev.slipway.docker;

import dev.slipway.app.AppName;
import dev.slipway.app.ImageRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/// The images that Docker holds. Every call throws [DockerTrouble] when Docker does not answer or
/// refuses.
public interface Images {
    /// @param exposedPorts the TCP ports of its `EXPOSE` lines
    /// @param architecture as Go calls it, such as `amd64`; empty when it does not say
    record Image(String id, SortedSet<Integer> exposedPorts, String architecture) {}

    Optional<Image> find(ImageRef image);

    /// What Docker's machine can run, as Go calls it.
    String hostArchitecture();

    /// Fetches the image from its registry.
    ///
    /// @param log gets a line now and then
    void pull(ImageRef image, Consumer<String> log);

    void tag(String imageId, ImageRef tag);

    /// An image that carries our labels, or one of our tags.
    ///
    /// @param tags all of them, ours and others
    record OwnImage(String id, Map<String, String> labels, List<String> tags) {}

    /// The images of all apps of this engine.
    List<OwnImage> own();

    /// Takes the tag away, and the image with its last one. Nothing happens when it is gone, or
    /// when a container still needs it.
    void untag(String tag);

    /// Removes an image that has no tag. Nothing happens when it is gone, or in use by a container.
    void remove(String id);

    /// Removes all images that carry the labels of this app. Images in use by a container stay.
    void removeAll(AppName app);
}
