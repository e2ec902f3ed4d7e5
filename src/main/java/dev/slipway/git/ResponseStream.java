package dev.slipway.git;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A response's body for blocking writers, which wait until the client takes it. A client that
/// takes nothing for 30 s counts as gone: from then on each write fails at once.
final class ResponseStream extends OutputStream {
    private static final int BUFFER = 32 * 1024;
    private static final int STALLED_SECONDS = 30;

    private final HttpServerResponse response;
    private Buffer buffer = Buffer.buffer(BUFFER);
    private boolean gone;

    ResponseStream(HttpServerResponse response) {
        this.response = response.setChunked(true).exceptionHandler(_ -> {});
    }

    @Override
    public synchronized void write(int b) throws IOException {
        buffer.appendByte((byte) b);
        flushWhenFull();
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        buffer.appendBytes(bytes, offset, length);
        flushWhenFull();
    }

    private void flushWhenFull() throws IOException {
        if (buffer.length() >= BUFFER) {
            flush();
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        if (gone || response.closed()) {
            throw new IOException("the client went away");
        }
        if (buffer.length() > 0) {
            var full = buffer;
            buffer = Buffer.buffer(BUFFER);
            send(full);
        }
    }

    private void send(Buffer bytes) throws IOException {
        try {
            response.write(bytes)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STALLED_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(e);
        } catch (ExecutionException | TimeoutException e) {
            throw lost(e);
        }
    }

    private IOException lost(Exception e) {
        gone = true;
        return new IOException("the client takes no more", e);
    }
}
