package dev.slipway.lab;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// How long a test waits at most where it does not say so itself: Awaitility's 10 s are too short
/// for Docker on a slow machine. Said twice, as Quarkus has an Awaitility of its own for each of
/// its class loaders. Found by its names in `META-INF/services`.
public final class Patience implements LauncherSessionListener, QuarkusTestBeforeClassCallback {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONGEST);
    }

    @Override
    public void beforeClass(Class<?> testClass) {
        Awaitility.setDefaultTimeout(LONGEST);
    }
}
