package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.AppConfig;
import jakarta.inject.Singleton;

/// An app's configuration as the JSON that is kept in the database, record by record.
@Singleton
class ConfigJson {
    private final ObjectMapper mapper;

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

    /// What an older version did not know has its default.
    AppConfig read(String json) {
        try {
            JsonNode whole = mapper.valueToTree(AppConfig.DEFAULT);
            mapper.readerForUpdating(whole).readValue(json);
            return mapper.treeToValue(whole, AppConfig.class);
        } catch (JsonProcessingException e) {
            throw new StoreTrouble(e);
        }
    }
}
