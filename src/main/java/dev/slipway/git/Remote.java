package dev.slipway.git;

import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import java.io.IOException;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/// The app's repository as one fetch sees it. Failures come as JGit throws them.
final class Remote implements AutoCloseable {
    private final Transport transport;
    private final GuardedConnections connections;

    private Remote(Transport transport, GuardedConnections connections) {
        this.transport = transport;
        this.connections = connections;
    }

    static Remote open(
            Repository mirror,
            RepositoryUrl url,
            Duration timeout,
            GuardedConnections.Network network)
            throws IOException {
        var full = parse(url);
        // without its login, so that no message of JGit's can carry it
        var bare = full.setUser(null).setPass(null);
        var transport = Transport.open(mirror, bare);
        var connections = new GuardedConnections(bare, network);
        transport.setTimeout((int) Math.max(1, timeout.toSeconds()));
        transport.setTagOpt(TagOpt.NO_TAGS);
        if (full.getUser() != null) {
            var password = full.getPass() == null ? "" : full.getPass();
            transport.setCredentialsProvider(
                    new UsernamePasswordCredentialsProvider(full.getUser(), password));
        }
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(connections);
        }
        return new Remote(transport, connections);
    }

    private static URIish parse(RepositoryUrl url) {
        try {
            return new URIish(url.value());
        } catch (URISyntaxException _) {
            // no cause: it would carry the login
            throw new GitTrouble("%s is not a URL that Git can fetch from".formatted(url));
        }
    }

    void fetch(BranchName branch, String into) throws IOException {
        fetch(new RefSpec("+" + branch.ref() + ":" + into));
    }

    /// Servers are free to refuse this; GitHub, GitLab and Gitea allow it (`git config
    /// uploadpack.allowReachableSHA1InWant`).
    void fetch(Revision commit) throws IOException {
        fetch(new RefSpec(commit.value()));
    }

    private void fetch(RefSpec what) throws IOException {
        transport.fetch(NullProgressMonitor.INSTANCE, List.of(what));
    }

    /// The names of the branches there are.
    List<String> branches() throws IOException {
        try (var connection = transport.openFetch()) {
            return connection.getRefs().stream()
                    .map(ref -> ref.getName())
                    .filter(name -> name.startsWith(Constants.R_HEADS))
                    .map(name -> name.substring(Constants.R_HEADS.length()))
                    .sorted()
                    .toList();
        }
    }

    /// HTTP status of the last answer, 0 when there was none.
    int status() {
        return connections.status();
    }

    @Override
    public void close() {
        transport.close();
    }
}
