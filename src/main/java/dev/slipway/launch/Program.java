package dev.slipway.launch;

import java.util.Optional;

/// What a command of a container is, as the kernel sees it when it is told to run it (execve(2)).
sealed interface Program {
    String path();

    /// There is no such file.
    record Missing(String path) implements Program {}

    record Folder(String path) implements Program {}

    /// @param mode the permissions, none of which is to execute
    record NotExecutable(String path, int mode) implements Program {}

    /// @param machine what it is built for
    /// @param loader what must load its libraries before it runs; absent when it is static
    record Binary(String path, Machine machine, Optional<Program> loader) implements Program {}

    /// @param interpreter of its `#!` line, or the shell
    /// @param crlf whether that line ends as on Windows: the carriage return then belongs to its
    ///   last word
    record Script(String path, Program interpreter, boolean crlf) implements Program {}

    /// Neither, and there is no shell that could run it.
    record Text(String path) implements Program {}
}
