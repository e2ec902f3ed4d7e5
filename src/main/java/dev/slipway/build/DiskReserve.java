package dev.slipway.build;

import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Room on the disk that builds leave alone, so that running apps, their logs and our state do not
/// run out of it. Looked at are the state directory and `/`: for an engine in a container that is
/// the overlay, so the file system of Docker's own data.
@Singleton
class DiskReserve {
    private static final long MIB = 1024L * 1024L;

    private final List<Path> places;
    private final int reserveMb;

    DiskReserve(EngineConfig config) {
        this.places = List.of(config.state(), Path.of("/"));
        this.reserveMb = config.build().diskReserveMb();
    }

    /// @return why nothing should be built now, for the app's owner
    Optional<String> refusal() {
        return places.stream()
                .filter(place -> freeMb(place) < reserveMb)
                .findFirst()
                .map(place ->
                        "Only %d MiB are free on the disk of %s, and builds leave %d MiB alone (slipway.build.disk-reserve-mb): free some, for instance with docker system prune"
                                .formatted(freeMb(place), place, reserveMb));
    }

    /// @throws BuildTrouble when the disk cannot be asked
    private static long freeMb(Path place) {
        try {
            return Files.getFileStore(place).getUsableSpace() / MIB;
        } catch (IOException e) {
            throw new BuildTrouble(
                    "The disk of %s cannot be looked at (%s)".formatted(place, e), e);
        }
    }
}
