package dev.slipway.retain;

import dev.slipway.app.AppName;
import dev.slipway.app.ImageRef;
import dev.slipway.app.InstanceId;
import dev.slipway.app.Release;
import dev.slipway.docker.ContainerState;
import dev.slipway.docker.Images.OwnImage;
import dev.slipway.docker.Labels;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What nobody needs any more. Nothing of an app that the store does not know is ever among it: a
/// store that was lost must not cost containers and images, too.
///
/// @param tags of the releases that are gone, or were never finished
/// @param images that have no tag, from builds that were broken off
/// @param containers of no instance
public record Garbage(
        List<Release> releases, List<String> tags, List<String> images, List<String> containers) {

    /// What there is, as the store and Docker show it.
    ///
    /// @param idle the apps that no deployment is at work for
    /// @param needed images of the releases that stay
    record Inventory(
            String engine,
            Set<AppName> idle,
            Set<ImageRef> needed,
            Set<InstanceId> instances,
            List<OwnImage> images,
            List<ContainerState.Listed> containers) {}

    /// Pure.
    static Garbage of(List<Release> releases, Inventory seen) {
        return new Garbage(
                releases,
                seen.images().stream()
                        .flatMap(image -> image.tags().stream())
                        .filter(tag -> isExpendable(tag, seen))
                        .toList(),
                seen.images().stream()
                        .filter(image -> image.tags().isEmpty() && isOfIdleApp(image, seen))
                        .map(OwnImage::id)
                        .toList(),
                seen.containers().stream()
                        .filter(container -> seen.idle().contains(container.app()))
                        .filter(container -> !seen.instances().contains(container.instance()))
                        .map(ContainerState.Listed::id)
                        .toList());
    }

    /// Without the tags that are needed after all.
    Garbage sparing(Set<ImageRef> some) {
        return new Garbage(
                releases,
                tags.stream().filter(tag -> !some.contains(new ImageRef(tag))).toList(),
                images,
                containers);
    }

    boolean isEmpty() {
        return releases.isEmpty() && tags.isEmpty() && images.isEmpty() && containers.isEmpty();
    }

    /// Only tags in the form that releases have.
    private static boolean isExpendable(String tag, Inventory seen) {
        var form =
                Pattern.compile(Pattern.quote(seen.engine()) + "/([a-z0-9-]+):[1-9][0-9]{0,8}")
                        .matcher(tag);
        return form.matches()
                && seen.idle().contains(new AppName(form.group(1)))
                && !seen.needed().contains(new ImageRef(tag));
    }

    private static boolean isOfIdleApp(OwnImage image, Inventory seen) {
        var app = image.labels().get(Labels.APP);
        return app != null && seen.idle().contains(new AppName(app));
    }
}
