package dev.slipway;

import dev.slipway.lab.AppUnderTest;
import dev.slipway.lab.Engine;
import dev.slipway.lab.GitServer;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests of apps stand on: an engine, a Git server of their own, and apps that go after each.
abstract class AppsUnderTest {
    @TempDir Path temp;
    final Engine engine = new Engine();
    private GitServer git;
    private final ArrayList<String> apps = new ArrayList<>();

    @BeforeEach
    void startGit() {
        git = GitServer.in(temp.resolve("git"));
    }

    @AfterEach
    void removeApps() {
        apps.forEach(app -> engine.authorized().delete("/api/apps/" + app));
        git.close();
    }

    AppUnderTest app(String name) {
        apps.add(name);
        return AppUnderTest.create(engine, git, temp.resolve("source"), name);
    }
}
