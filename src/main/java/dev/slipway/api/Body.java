package dev.slipway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.slipway.app.Complaint;
import jakarta.inject.Singleton;

/// Reads request bodies, strictly: a field that we do not know is most likely a slip of the pen.
@Singleton
class Body {
    private final ObjectReader reader;

    Body(ObjectMapper json) {
        this.reader = json.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /// An empty body counts as `{}`.
    ///
    /// @throws Complaint when the body is no JSON, or not of that shape
    <T> T read(String body, Class<T> type) {
        try {
            T value = reader.forType(type).readValue(body.isBlank() ? "{}" : body);
            if (value == null) {
                throw new Complaint("The body is null");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new Complaint(
                    "There is no field %s here; the fields are %s"
                            .formatted(e.getPropertyName(), e.getKnownPropertyIds()));
        } catch (JsonProcessingException e) {
            throw new Complaint("The body is not understood: " + e.getOriginalMessage());
        }
    }
}
