package dev.slipway.store;

import dev.slipway.app.DeploymentId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/// One log file per deployment: what the build said, and what an instance said that did not start.
public interface BuildLogs {
    /// Adds lines to the end of a log; further lines after the limit are dropped, with one line
    /// that says so.
    interface Writer {
        void line(String text);
    }

    /// @return a writer that may be used from any thread; each line is readable at once
    Writer writer(DeploymentId id);

    /// Copies the log; nothing when there is none.
    ///
    /// @param more asked again and again: whether the log may still grow; until then the copy goes
    ///   on
    /// @throws IOException when `out` cannot be written to
    void copy(DeploymentId id, OutputStream out, BooleanSupplier more) throws IOException;

    void remove(DeploymentId id);
}
