package dev.slipway.store;

import dev.slipway.app.DeploymentId;
import dev.slipway.config.EngineConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;

@Singleton
class FileBuildLogs implements BuildLogs {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path folder;
    private final long limit;

    FileBuildLogs(EngineConfig config) {
        this.folder = config.state().resolve("logs");
        this.limit = config.build().logLimit();
    }

    @Override
    public Writer writer(DeploymentId id) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StoreTrouble(e);
        }
        return new Appender(file(id));
    }

    @Override
    public void copy(DeploymentId id, OutputStream out, BooleanSupplier more) throws IOException {
        long position = 0;
        boolean last = false;
        while (true) {
            position += copyFrom(position, id, out);
            if (last) {
                return;
            }
            last = !more.getAsBoolean();
            if (!last) {
                pause();
            }
        }
    }

    @Override
    public void remove(DeploymentId id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new StoreTrouble(e);
        }
    }

    private long copyFrom(long position, DeploymentId id, OutputStream out) throws IOException {
        try (var channel = FileChannel.open(file(id), StandardOpenOption.READ)) {
            channel.position(position);
            long copied = Channels.newInputStream(channel).transferTo(out);
            out.flush();
            return copied;
        } catch (NoSuchFileException e) {
            return 0; // nothing has been said yet
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreTrouble(e);
        }
    }

    private Path file(DeploymentId id) {
        return folder.resolve(id + ".log");
    }

    private final class Appender implements Writer {
        private final Path file;
        private boolean full;

        private Appender(Path file) {
            this.file = file;
        }

        @Override
        public synchronized void line(String text) {
            if (full) {
                return;
            }
            try {
                full = Files.exists(file) && Files.size(file) + text.length() > limit;
                var kept = full ? "… cut here: the log may have %d bytes".formatted(limit) : text;
                Files.writeString(
                        file,
                        kept + "\n",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new StoreTrouble(e);
            }
        }
    }
}
