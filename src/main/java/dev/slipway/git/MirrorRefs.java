package dev.slipway.git;

import dev.slipway.app.BranchName;
import dev.slipway.app.Revision;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/// What the mirror's refs say. `refs/heads/` is what was pushed to the engine; everything below
/// `refs/slipway/` is ours and hidden from Git clients.
record MirrorRefs(Repository mirror) {
    private static final String FETCHED = "refs/slipway/fetched/";
    private static final String PINNED = "refs/slipway/pinned/";

    /// Where the branch of the app's own repository is kept. Slashes are escaped, so that a remote
    /// that replaced branch `login` by `login/form` gives no conflict of file and folder.
    static String fetchedRef(BranchName branch) {
        return FETCHED + branch.value().replace("/", "%2F");
    }

    /// What a Git client may see.
    static Map<String, Ref> shown(Map<String, Ref> refs) {
        return refs.entrySet().stream()
                .filter(ref -> isShown(ref.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isShown(String name) {
        return name.equals(Constants.HEAD) || name.startsWith(Constants.R_HEADS);
    }

    Optional<Revision> fetched(BranchName branch) throws IOException {
        return at(fetchedRef(branch));
    }

    Optional<Revision> pushed(BranchName branch) throws IOException {
        return at(branch.ref());
    }

    private Optional<Revision> at(String name) throws IOException {
        return Optional.ofNullable(mirror.exactRef(name))
                .flatMap(ref -> Optional.ofNullable(ref.getObjectId()))
                .map(id -> new Revision(id.name()));
    }

    /// Whether the commit and all that it needs are here: objects that no ref reaches may be the
    /// remains of a fetch that broke off.
    boolean reach(Revision commit) throws IOException {
        try (var walk = new RevWalk(mirror)) {
            var wanted = walk.parseCommit(ObjectId.fromString(commit.value()));
            return walk.isMergedIntoAny(wanted, mirror.getRefDatabase().getRefs());
        } catch (MissingObjectException | IncorrectObjectTypeException _) {
            return false;
        }
    }

    /// Keeps a commit that is on no branch.
    void pin(Revision commit) throws IOException {
        var update = mirror.updateRef(PINNED + commit);
        update.setNewObjectId(ObjectId.fromString(commit.value()));
        var result = update.forceUpdate();
        if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.NO_CHANGE) {
            throw new IOException("ref " + update.getName() + " cannot be written: " + result);
        }
    }
}
