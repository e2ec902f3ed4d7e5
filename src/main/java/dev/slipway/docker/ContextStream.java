package dev.slipway.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/// The build context as a stream: written on a virtual thread while Docker reads, so that no more
/// than 64 KiB of it is ever in memory.
final class ContextStream implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final PipedInputStream input = new PipedInputStream(BUFFER);
    private volatile @Nullable IOException failure;

    ContextStream(ImageBuilder.Context context) throws IOException {
        var output = new PipedOutputStream(input);
        Thread.ofVirtual().name("build-context").start(() -> write(context, output));
    }

    InputStream input() {
        return input;
    }

    /// A context that could not be written to its end explains a failed build better than Docker
    /// does; one that Docker did not want to read to its end is no failure.
    void rethrowFailure() throws IOException {
        if (failure != null) {
            throw new IOException("the build context could not be read: " + failure, failure);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private void write(ImageBuilder.Context context, PipedOutputStream output) {
        try (output) {
            context.writeTo(output);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).startsWith("Pipe")) {
                failure = e;
            }
        } catch (RuntimeException e) {
            failure = new IOException(e);
        }
    }
}
