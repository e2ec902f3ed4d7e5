package dev.slipway.launch;

import dev.slipway.app.Instance;
import java.util.List;

/// How the launch of a release ended.
sealed interface Launch {
    /// All instances answer.
    record Started(List<Instance> instances) implements Launch {}

    /// At least one instance did not become ready; none is left.
    ///
    /// @param reason one sentence, without the app's name
    /// @param logTail what the instance said last
    record Refused(String reason, String logTail) implements Launch {}
}
