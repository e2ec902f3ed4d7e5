package dev.slipway.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// The server's side of `git fetch` and `git clone`.
final class FetchService implements AutoCloseable {
    static final String NAME = "git-upload-pack";
    static final String ADVERTISEMENT = "application/x-git-upload-pack-advertisement";
    static final String RESULT = "application/x-git-upload-pack-result";

    private final Repository mirror;
    private final UploadPack pack;

    /// @param mirror closed together with the service
    FetchService(Repository mirror, List<String> protocol) {
        this.mirror = mirror;
        pack = new UploadPack(mirror);
        pack.setBiDirectionalPipe(false);
        pack.setExtraParameters(protocol);
        pack.setRefFilter(MirrorRefs::shown);
    }

    void advertise(OutputStream out) throws IOException {
        pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), NAME);
    }

    void answer(InputStream in, OutputStream out) throws IOException {
        pack.upload(in, out, null);
    }

    @Override
    public void close() {
        pack.close();
        mirror.close();
    }
}
