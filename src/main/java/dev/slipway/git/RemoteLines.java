package dev.slipway.git;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.transport.ReceivePack;

/// Text that appears as `remote:` lines in the terminal of whoever pushes, each line at once.
final class RemoteLines extends Writer {
    private final OutputStream messages;

    private RemoteLines(OutputStream messages) {
        this.messages = messages;
    }

    static PrintWriter writer(ReceivePack pack) {
        return new PrintWriter(new RemoteLines(pack.getMessageOutputStream()));
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        var part = new String(text, offset, length);
        messages.write(part.getBytes(StandardCharsets.UTF_8));
        if (part.indexOf('\n') >= 0) {
            messages.flush();
        }
    }

    @Override
    public void flush() throws IOException {
        messages.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
