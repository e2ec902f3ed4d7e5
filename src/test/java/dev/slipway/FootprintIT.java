package dev.slipway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.lab.Engine;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.DisabledOnIntegrationTest.ArtifactType;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the native binary takes of a machine. Sizes are bounds of the product and not of what this
/// machine happens to do.
@QuarkusIntegrationTest
@TestProfile(FootprintIT.ProcessOfItsOwn.class)
@DisabledOnIntegrationTest(
        value = "a JVM is not bound to this",
        forArtifactTypes = ArtifactType.JAR)
class FootprintIT {
    /// Not the one that all other tests have been at.
    public static class ProcessOfItsOwn implements QuarkusTestProfile {}

    private static final int APPS = 100;
    private static final long MEGABYTE = 1_000_000;

    private final Engine engine = new Engine();
    private final ArrayList<String> apps = new ArrayList<>();

    @AfterEach
    void removeApps() {
        apps.forEach(app -> engine.authorized().delete("/api/apps/" + app));
    }

    @Test
    void the_binary_is_below_100_megabytes() throws IOException {
        assertThat(Files.size(process("exe").toRealPath())).isLessThan(100 * MEGABYTE);
    }

    @Test
    void a_hundred_apps_fit_into_100_megabytes() throws IOException {
        for (int i = 0; i < APPS; i++) {
            apps.add("small-" + i);
            engine.post("/api/apps", "{\"name\":\"small-%d\"}".formatted(i)).then().statusCode(201);
        }
        assertThat(engine.get("/api/apps")).hasSizeGreaterThanOrEqualTo(APPS);

        // what the requests have taken is given back when the collector has been there
        await().untilAsserted(() -> assertThat(residentBytes()).isLessThan(100 * MEGABYTE));
    }

    private long residentBytes() throws IOException {
        for (var line : Files.readAllLines(process("status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new AssertionError("The kernel tells no VmRSS of process " + engine.pid());
    }

    private Path process(String file) {
        return Path.of("/proc", Long.toString(engine.pid()), file);
    }
}
