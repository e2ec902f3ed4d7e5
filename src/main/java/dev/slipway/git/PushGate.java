package dev.slipway.git;

import dev.slipway.app.AppName;
import dev.slipway.app.BranchName;
import dev.slipway.app.Complaint;
import dev.slipway.app.Revision;
import dev.slipway.app.Trouble;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.transport.PreReceiveHook;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.jboss.logging.Logger;

/// Stands between a push and the mirror's branches: one branch per push, and it moves only when its
/// commit has been deployed.
record PushGate(AppName app, PushReceiver receiver, ResponseStream out) implements PreReceiveHook {
    private static final Logger LOG = Logger.getLogger(PushGate.class);

    @Override
    public void onPreReceive(ReceivePack pack, Collection<ReceiveCommand> commands) {
        var branches = commands.stream().filter(c -> isBranch(c) && !isDelete(c)).count();
        for (var command : commands) {
            var refusal = unwanted(command, branches).or(() -> deployed(pack, command));
            refusal.ifPresent(reason ->
                    command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason));
        }
    }

    private static Optional<String> unwanted(ReceiveCommand command, long branches) {
        if (isDelete(command)) {
            return Optional.of("nothing is deleted by a push: destroy the app instead");
        }
        if (command.getRefName().startsWith(Constants.R_TAGS)) {
            return Optional.of("branches are deployed here, not tags");
        }
        if (!isBranch(command)) {
            return Optional.of("only branches are deployed here");
        }
        return branches > 1 ? Optional.of("push one branch at a time") : Optional.empty();
    }

    private static boolean isDelete(ReceiveCommand command) {
        return command.getType() == ReceiveCommand.Type.DELETE;
    }

    private static boolean isBranch(ReceiveCommand command) {
        return command.getRefName().startsWith(Constants.R_HEADS);
    }

    private Optional<String> deployed(ReceivePack pack, ReceiveCommand command) {
        var name = command.getRefName().substring(Constants.R_HEADS.length());
        LOG.infof("app=%s: branch %s pushed", app, name);
        try (var _ = KeepAlive.start(pack, out)) {
            var branch = new BranchName(name);
            var commit = new Revision(command.getNewId().name());
            var refusal = receiver.pushed(app, branch, commit, RemoteLines.writer(pack));
            LOG.infof("app=%s: push of %s: %s", app, commit.brief(), refusal.orElse("accepted"));
            return refusal;
        } catch (Complaint | Trouble e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "app=%s: push failed", app);
            return Optional.of("the engine failed: see its log");
        }
    }
}
