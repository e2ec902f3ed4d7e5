package dev.slipway.git;

import dev.slipway.app.BranchName;
import dev.slipway.app.RepositoryUrl;
import dev.slipway.app.Revision;
import java.io.IOException;
import java.util.List;

/// One fetch from the app's repository into its mirror. Every method throws [GitTrouble] when the
/// repository does not give what was asked.
record Fetch(MirrorRefs refs, Remote remote, FetchFailure failure) implements AutoCloseable {
    static Fetch open(
            MirrorRefs refs,
            RepositoryUrl from,
            FetchFailure failure,
            GuardedConnections.Network network) {
        try {
            return new Fetch(
                    refs, Remote.open(refs.mirror(), from, failure.timeout(), network), failure);
        } catch (IOException e) {
            throw failure.of(e, 0);
        }
    }

    /// Fetches what is new on the branch.
    ///
    /// @return its tip
    Revision branch(BranchName branch) throws IOException {
        try {
            remote.fetch(branch, MirrorRefs.fetchedRef(branch));
        } catch (IOException e) {
            throw isThere(branch, e) ? failure.of(e, remote.status()) : missing(branch);
        }
        return refs.fetched(branch).orElseThrow(() -> missing(branch));
    }

    /// Makes sure that the mirror has the commit too, which may lie outside the branch where the
    /// server gives out any commit.
    void commit(Revision commit, BranchName branch) throws IOException {
        if (refs.reach(commit)) {
            return;
        }
        try {
            remote.fetch(commit);
            refs.pin(commit);
        } catch (IOException e) {
            throw hasAnswered() ? failure.commitMissing(commit, branch) : failed(e);
        }
    }

    private boolean isThere(BranchName branch, IOException e) {
        if (!hasAnswered()) {
            throw failed(e);
        }
        return branches().contains(branch.value());
    }

    private GitTrouble missing(BranchName branch) {
        return failure.branchMissing(branch, branches());
    }

    private List<String> branches() {
        try {
            return remote.branches();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /// Whether a Git repository talked to us, so that the failure is about what was asked.
    private boolean hasAnswered() {
        return remote.status() == 200 || failure.url().isFile();
    }

    private GitTrouble failed(IOException e) {
        return failure.of(e, remote.status());
    }

    @Override
    public void close() {
        remote.close();
    }
}
