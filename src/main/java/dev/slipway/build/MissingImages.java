package dev.slipway.build;

import dev.slipway.app.ImageRef;
import dev.slipway.docker.Images;
import dev.slipway.docker.Images.Image;
import dev.slipway.store.BuildLogs;
import jakarta.inject.Singleton;

/// Fetches images that Docker does not hold. Those that are there are not asked for again.
@Singleton
class MissingImages {
    private final Images images;

    MissingImages(Images images) {
        this.images = images;
    }

    /// @throws dev.slipway.docker.DockerTrouble when no registry gives it
    Image ensure(ImageRef image, BuildLogs.Writer log) {
        return images.find(image)
                .orElseGet(() -> {
                    log.line("Pulling image " + image);
                    images.pull(image, log::line);
                    return images.find(image).orElseThrow();
                });
    }
}
