package dev.slipway.probe;

import java.util.Optional;

/// What an instance said when it was asked whether it is well.
public sealed interface Answer {
    record Well() implements Answer {}

    /// Nothing accepts connections there.
    record Closed(String why) implements Answer {}

    /// It accepts connections and says nothing in time.
    record Silent(String why) implements Answer {}

    /// It answers, and not well.
    ///
    /// @param status of HTTP; empty when it does not speak HTTP
    record Unwell(String why, Optional<Integer> status) implements Answer {}

    /// For people, to go after "it".
    default String said() {
        return switch (this) {
            case Well() -> "answers well";
            case Closed(var why) -> "accepts no connection: " + why;
            case Silent(var why) -> why;
            case Unwell(var why, _) -> why;
        };
    }
}
