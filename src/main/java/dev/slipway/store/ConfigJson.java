package dev.slipway.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.app.AppConfig;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// An app's configuration as it is kept: JSON, record by record, and sealed, as it is full of
/// secrets. Each routing change reads those of all apps, so what was opened lately is kept in
/// memory: the same text means the same for ever.
@Singleton
public class ConfigJson {
    private static final int KEPT = 2_000;

    private final ObjectMapper mapper;
    private final Vault vault;
    private final Map<String, AppConfig> parsed =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, AppConfig> eldest) {
                            return size() > KEPT;
                        }
                    });

    ConfigJson(ObjectMapper mapper, Vault vault) {
        this.mapper = mapper;
        this.vault = vault;
    }

    public String write(AppConfig config) {
        try {
            return vault.seal(mapper.writeValueAsString(config));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration that is no JSON", e);
        }
    }

    /// @throws StoreTrouble when it was sealed with another key, or is none of ours
    public AppConfig read(String sealed) {
        return parsed.computeIfAbsent(sealed, text -> parse(vault.open(text)));
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
