package dev.slipway.git;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A request's body for a blocking reader. Only a few chunks are ever in memory: the next one is
/// asked for when one has been read.
final class RequestStream extends InputStream {
    private static final int CHUNKS_AHEAD = 8;

    private sealed interface Item {
        record Chunk(Buffer bytes) implements Item {}

        record End(@Nullable Throwable failure) implements Item {}
    }

    private final HttpServerRequest request;
    private final Context context;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private Buffer chunk = Buffer.buffer();
    private int position;
    private boolean ended;

    /// To be called on the request's event loop, before anything has been read.
    RequestStream(HttpServerRequest request, Context context) {
        this.request = request;
        this.context = context;
        request.pause();
        request.handler(bytes -> items.add(new Item.Chunk(bytes)));
        request.endHandler(_ -> items.add(new Item.End(null)));
        request.exceptionHandler(e -> items.add(new Item.End(e)));
        request.fetch(CHUNKS_AHEAD);
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? chunk.getByte(position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, chunk.length() - position);
        chunk.getBytes(position, position + count, into, offset);
        position += count;
        return count;
    }

    @Override
    public int available() {
        return chunk.length() - position;
    }

    private boolean hasMore() throws IOException {
        while (!ended && position == chunk.length()) {
            switch (next()) {
                case Item.Chunk(var bytes) -> {
                    chunk = bytes;
                    position = 0;
                    onContext(() -> request.fetch(1));
                }
                case Item.End(var failure) -> {
                    ended = true;
                    if (failure != null) {
                        throw new IOException("the client went away while sending", failure);
                    }
                }
            }
        }
        return !ended;
    }

    private Item next() throws InterruptedIOException {
        try {
            return items.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading a request");
        }
    }

    /// Throws away what was not read, so that the connection can be used again.
    @Override
    public void close() {
        if (!ended) {
            onContext(() -> request.handler(null).resume());
        }
    }

    /// A request that has ended complains about being asked for more.
    private void onContext(Runnable work) {
        context.runOnContext(_ -> {
            if (!request.isEnded()) {
                work.run();
            }
        });
    }
}
