package dev.slipway.store;

import dev.slipway.app.AppName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The apps whose server blocks Nginx refused, each with its complaint. Every call throws
/// [StoreTrouble] when the database cannot be used.
public interface RefusedBlocks {
    Map<AppName, String> all();

    Optional<String> of(AppName app);

    /// These and no others are refused now.
    void replace(Map<AppName, String> complaints, Instant now);
}
