package dev.slipway.store;

import dev.slipway.app.Instance;
import dev.slipway.app.Loss;
import java.util.List;

/// What was lost and is not told yet. [Incidents#add] tells it. Every call throws [StoreTrouble]
/// when the database cannot be used.
public interface Losses {
    /// Both or neither: the instance is down, and the loss is kept.
    ///
    /// @param seen as it was when it was taken for lost
    /// @return false when somebody changed it in the meantime or it is gone: nothing is done then
    boolean add(Instance seen, Loss loss);

    /// Oldest first.
    List<Loss> untold();
}
