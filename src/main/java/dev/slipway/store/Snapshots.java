package dev.slipway.store;

import jakarta.inject.Singleton;
import java.nio.file.Path;

/// Copies of the database while it is in use.
@Singleton
public class Snapshots {
    private final Database database;

    Snapshots(Database database) {
        this.database = database;
    }

    /// As it is at one moment (sqlite.org/lang_vacuum.html#vacuuminto).
    ///
    /// @param file empty, or not there
    /// @throws StoreTrouble when it cannot be written
    public void copyTo(Path file) {
        database.read(sql -> sql.update("vacuum into ?", file));
    }
}
