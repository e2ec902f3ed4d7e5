package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.AppConfig;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An app's configuration as the JSON that is kept in the database, record by record. Each routing
/// change reads those of all apps, so what was parsed lately is kept: the same text means the same
/// for ever.
@Singleton
class ConfigJson {
    private static final int KEPT = 2_000;

    private final ObjectMapper mapper;
    private final Map<String, AppConfig> parsed =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, AppConfig> eldest) {
                            return size() > KEPT;
                        }
                    });

    ConfigJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String write(AppConfig config) {
        try {
            return mapper.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration that is no JSON", e);
        }
    }

    AppConfig read(String json) {
        return parsed.computeIfAbsent(json, this::parse);
    }

    /// What an older version did not know has its default.
    private AppConfig parse(String json) {
        try {
            JsonNode whole = mapper.valueToTree(AppConfig.DEFAULT);
            mapper.readerForUpdating(whole).readValue(json);
            return mapper.treeToValue(whole, AppConfig.class);
        } catch (JsonProcessingException e) {
            throw new StoreTrouble(e);
        }
    }
}
