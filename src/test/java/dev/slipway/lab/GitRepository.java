package dev.slipway.lab;

import dev.slipway.app.Revision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A working copy driven with the real `git`, untouched by the machine's own settings.
public record GitRepository(Path folder) {
    /// What a command printed, both streams.
    public record Outcome(int exit, String output) {}

    /// A new, empty repository on branch `main`.
    public static GitRepository in(Path folder) {
        var repository = new GitRepository(folder);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        repository.git("init", "-q", "-b", "main");
        return repository;
    }

    public GitRepository write(String path, String text) {
        return write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public GitRepository write(String path, byte[] content) {
        try {
            var file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public GitRepository executable(String path) {
        if (!folder.resolve(path).toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot be made executable: " + path);
        }
        return this;
    }

    /// Commits everything, at a fixed time.
    public Revision commit(String message) {
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", message);
        return head();
    }

    public Revision head() {
        return new Revision(git("rev-parse", "HEAD").strip());
    }

    /// Pushes HEAD to a branch.
    public GitRepository push(String url, String branch) {
        git("push", "-q", "-f", url, "HEAD:refs/heads/" + branch);
        return this;
    }

    /// Runs git and gives what it printed; fails the test when it fails.
    public String git(String... arguments) {
        var outcome = attempt(arguments);
        if (outcome.exit() != 0) {
            throw new AssertionError(String.join(" ", arguments) + ": " + outcome.output());
        }
        return outcome.output();
    }

    /// Runs git, whatever comes of it.
    public Outcome attempt(String... arguments) {
        try {
            var process = start(arguments);
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@t"));
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        isolate(builder);
        return builder.start();
    }

    static void isolate(ProcessBuilder builder) {
        var environment = builder.environment();
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.put("GIT_SSL_NO_VERIFY", "1");
        environment.put("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z");
        environment.put("GIT_COMMITTER_DATE", "2026-01-02T03:04:05Z");
    }
}
