package dev.slipway.lab;

import dev.slipway.config.EngineConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/// The engine's settings, as its defaults have them but for some.
public final class Settings {
    private Settings() {}

    public static EngineConfig with(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(EngineConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(EngineConfig.class);
    }
}
