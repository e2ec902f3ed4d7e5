package dev.slipway.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.ReceivePack;

/// Sends an empty packet every 5 s while a silent build runs, as `git receive-pack` does
/// (`receive.keepAlive`), so that no proxy on the way takes the connection for dead.
final class KeepAlive implements AutoCloseable {
    private static final int SECONDS = 5;
    private static final byte[] EMPTY_PACKET = "0005\1".getBytes(StandardCharsets.US_ASCII);

    private final ResponseStream out;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private KeepAlive(ResponseStream out) {
        this.out = out;
    }

    static KeepAlive start(ReceivePack pack, ResponseStream out) {
        var keepAlive = new KeepAlive(out);
        if (pack.isSideBand()) {
            Thread.ofVirtual().name("git-keep-alive").start(keepAlive::run);
        }
        return keepAlive;
    }

    private void run() {
        try {
            while (!stopped.await(SECONDS, TimeUnit.SECONDS)) {
                send();
            }
        } catch (IOException | InterruptedException _) {
            // the client is gone; the deployment goes on
        }
    }

    private void send() throws IOException {
        synchronized (out) {
            if (stopped.getCount() > 0) {
                out.write(EMPTY_PACKET);
                out.flush();
            }
        }
    }

    /// No packet is sent once this has returned.
    @Override
    public void close() {
        synchronized (out) {
            stopped.countDown();
        }
    }
}
