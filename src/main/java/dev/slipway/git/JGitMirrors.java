package dev.slipway.git;

import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import dev.slipway.config.CaBundle;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.jboss.logging.Logger;

/// The mirrors, kept by JGit. What is fetched lives below `refs/slipway/`, what is pushed to the
/// engine itself in `refs/heads/`: neither overwrites the other.
@Singleton
public final class JGitMirrors implements GitMirrors {
    private static final Logger LOG = Logger.getLogger(JGitMirrors.class);

    private final MirrorFolders folders;
    private final boolean allowFile;
    private final Duration timeout;
    private final GuardedConnections.Network network;

    @Inject
    public JGitMirrors(EngineConfig config, MirrorFolders folders, CaBundle authorities) {
        this(
                config,
                folders,
                new GuardedConnections.Network(InetAddress::getAllByName, authorities));
    }

    JGitMirrors(EngineConfig config, MirrorFolders folders, GuardedConnections.Network network) {
        this.folders = folders;
        this.allowFile = config.git().allowFile();
        this.timeout = config.git().timeout();
        this.network = network;
    }

    @Override
    public Revision fetch(
            AppName app, RepositoryUrl from, BranchName branch, Optional<Revision> commit) {
        if (from.isFile() && !allowFile) {
            throw FetchFailure.fileNotAllowed(from);
        }
        return folders.locked(
                app,
                mirror -> {
                    var refs = new MirrorRefs(mirror);
                    return commit.isPresent() && refs.reach(commit.get())
                            ? commit.get()
                            : fetchInto(refs, app, from, branch, commit);
                });
    }

    private Revision fetchInto(
            MirrorRefs refs,
            AppName app,
            RepositoryUrl from,
            BranchName branch,
            Optional<Revision> commit)
            throws IOException {
        LOG.infof("app=%s: fetching branch %s of %s", app, branch, from);
        var failure = new FetchFailure(from, timeout);
        try (var fetch = Fetch.open(refs, from, failure, network)) {
            var tip = fetch.branch(branch);
            if (commit.isPresent()) {
                fetch.commit(commit.get(), branch);
            }
            var got = commit.orElse(tip);
            LOG.infof("app=%s: fetched commit %s", app, got.brief());
            return got;
        }
    }

    @Override
    public Optional<Revision> tip(AppName app, BranchName branch) {
        var found = folders.open(app);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (var mirror = found.get()) {
            return new MirrorRefs(mirror).pushed(branch);
        } catch (IOException e) {
            throw folders.onDisk(app, e);
        }
    }

    @Override
    public SourceTree open(AppName app, Revision commit) {
        var mirror = folders.open(app).orElseThrow(() -> absent(app, commit));
        try {
            return CommitTree.open(mirror, commit);
        } catch (IOException e) {
            mirror.close();
            throw e instanceof MissingObjectException
                    ? absent(app, commit)
                    : folders.onDisk(app, e);
        }
    }

    private static GitTrouble absent(AppName app, Revision commit) {
        return new GitTrouble(
                "commit %s of app %s is not in its mirror: deploy it again to fetch it"
                        .formatted(commit.brief(), app));
    }

    @Override
    public void forget(AppName app) {
        LOG.infof("app=%s: removing the mirror", app);
        folders.forget(app);
    }
}
