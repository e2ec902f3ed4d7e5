package dev.slipway.lab;

import dev.slipway.config.EngineConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The engine's settings without Quarkus.
public final class Settings {
    private Settings() {}

    /// The defaults, with the state in a folder of the test's own, and what the test wants else,
    /// keyed as in `application.properties`.
    public static EngineConfig in(Path state, Map<String, String> others) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter()) // reads 30s
                .withMapping(EngineConfig.class)
                .withDefaultValue("slipway.state", state.toString())
                .withDefaultValues(others)
                .build()
                .getConfigMapping(EngineConfig.class);
    }
}
