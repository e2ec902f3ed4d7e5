package dev.slipway.lab;

import dev.slipway.config.EngineConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The engine's settings without Quarkus.
public final class Settings {
    private Settings() {}

    /// The defaults, but for these, keyed as in `application.properties`.
    public static EngineConfig with(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter()) // reads 30s
                .withMapping(EngineConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(EngineConfig.class);
    }

    /// The defaults, but for these and with the state in a folder of the test's own.
    public static EngineConfig in(Path state, Map<String, String> others) {
        var settings = new HashMap<>(others);
        settings.put("slipway.state", state.toString());
        return with(settings);
    }
}
