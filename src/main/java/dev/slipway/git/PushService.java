package dev.slipway.git;

import dev.slipway.app.AppName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.jboss.logging.Logger;

/// The server's side of `git push`.
final class PushService {
    static final String NAME = "git-receive-pack";
    static final String ADVERTISEMENT = "application/x-git-receive-pack-advertisement";
    static final String RESULT = "application/x-git-receive-pack-result";
    private static final Logger LOG = Logger.getLogger(PushService.class);

    private final AppName app;
    private final PushReceiver receiver;
    private final ReceivePack pack;

    PushService(Repository mirror, AppName app, PushReceiver receiver) {
        this.app = app;
        this.receiver = receiver;
        pack = new ReceivePack(mirror);
        pack.setBiDirectionalPipe(false);
        pack.setCheckReceivedObjects(true);
        pack.setRefFilter(MirrorRefs::shown);
    }

    /// Answers a push that this app does not take; Git shows it as `fatal: remote error: …`.
    static void refuse(String reason, ResponseStream out) throws IOException {
        started(out).writeString("ERR " + reason + "\n");
    }

    void advertise(ResponseStream out) throws IOException {
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(started(out)));
    }

    private static PacketLineOut started(ResponseStream out) throws IOException {
        var lines = new PacketLineOut(out);
        lines.writeString("# service=" + NAME + "\n");
        lines.end();
        return lines;
    }

    /// Receives, deploys, and moves the branch. A client that goes away after it has sent all does
    /// not stop the deployment: writing to it fails in silence.
    void answer(InputStream in, ResponseStream out) throws IOException {
        pack.setPreReceiveHook(new PushGate(app, receiver, out));
        pack.setPostReceiveHook((_, moved) -> pointHeadAt(moved));
        pack.receive(in, out, null);
    }

    /// HEAD is what a clone checks out: the first branch pushed, when there is no `main`.
    private void pointHeadAt(Collection<ReceiveCommand> moved) {
        try {
            var mirror = pack.getRepository();
            if (mirror.resolve(Constants.HEAD) == null && !moved.isEmpty()) {
                mirror.updateRef(Constants.HEAD).link(moved.iterator().next().getRefName());
            }
        } catch (IOException e) {
            LOG.warnf(e, "app=%s: HEAD cannot be set", app);
        }
    }
}
