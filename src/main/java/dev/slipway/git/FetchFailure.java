package dev.slipway.git;

import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.NotSupportedException;

/// Says what went wrong with a fetch in the words of the app's owner. Decides on HTTP status and
/// exception classes: JGit's texts are not a contract.
record FetchFailure(RepositoryUrl url, Duration timeout) {
    static final int NAMED_BRANCHES = 5;

    GitTrouble of(IOException e, int status) {
        return new GitTrouble(message(e, status), e);
    }

    private String message(IOException e, int status) {
        return switch (status) {
            case 401 ->
                    "%s refused the login: give a valid token in the repository URL, such as https://user:token@host/…"
                            .formatted(url);
            case 403 -> "%s forbids reading: give the token the right to read".formatted(url);
            case 404 -> nothingThere();
            default -> byCause(e, status);
        };
    }

    private String byCause(IOException e, int status) {
        if (status >= 500) {
            return "%s answered with HTTP %d: try again later".formatted(url, status);
        }
        if (cause(e, InterruptedIOException.class).isPresent()) {
            return "%s was silent for %d s (slipway.git.timeout): is the server up?"
                    .formatted(url, timeout.toSeconds());
        }
        if (cause(e, UnknownHostException.class).isPresent()) {
            return "the host of %s is not known: check the name".formatted(url);
        }
        if (cause(e, SSLException.class).isPresent()) {
            return "%s offers no TLS that can be trusted: %s. If its authority is your own, add it to the machine's bundle (update-ca-certificates, or slipway.ca-bundle)"
                    .formatted(url, cause(e, SSLException.class).get().getMessage());
        }
        if (cause(e, SocketException.class).isPresent()) {
            return "%s cannot be reached: %s"
                    .formatted(url, cause(e, SocketException.class).get().getMessage());
        }
        if (cause(e, NoRemoteRepositoryException.class).isPresent()
                || cause(e, NotSupportedException.class).isPresent()) {
            return nothingThere();
        }
        return status == 200
                ? "%s did not answer as a Git repository does: %s".formatted(url, e.getMessage())
                : "%s cannot be fetched from: %s".formatted(url, e.getMessage());
    }

    private String nothingThere() {
        return "there is no Git repository at %s, or it is private: check the address, or add a token as https://user:token@host/…"
                .formatted(url);
    }

    GitTrouble branchMissing(BranchName branch, List<String> there) {
        if (there.isEmpty()) {
            return new GitTrouble("%s is empty: push branch %s to it first".formatted(url, branch));
        }
        var names = String.join(", ", there.subList(0, Math.min(NAMED_BRANCHES, there.size())));
        var more = there.size() > NAMED_BRANCHES ? ", …" : "";
        return new GitTrouble(
                "there is no branch %s in %s: it has %s%s".formatted(branch, url, names, more));
    }

    GitTrouble commitMissing(Revision commit, BranchName branch) {
        return new GitTrouble(
                "commit %s is not on branch %s of %s: push it first, or name the right branch"
                        .formatted(commit.brief(), branch, url));
    }

    static GitTrouble fileNotAllowed(RepositoryUrl url) {
        return new GitTrouble(
                "%s is a file: URL, which this engine does not fetch from: use http or https, or set slipway.git.allow-file"
                        .formatted(url));
    }

    private static <T extends Throwable> Optional<T> cause(Throwable e, Class<T> type) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return Optional.of(type.cast(t));
            }
        }
        return Optional.empty();
    }
}
