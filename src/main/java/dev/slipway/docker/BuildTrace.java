package dev.slipway.docker;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// BuildKit's progress records as lines like those of `docker build --progress=plain`. Each record
/// is a `StatusResponse` of github.com/moby/buildkit/api/services/control/control.proto; only what
/// we print is read: `vertexes=1 {digest=1 name=3 cached=4 completed=6 error=7}` and `logs=3
/// {vertex=1 msg=4}`.
final class BuildTrace {
    private static final int VERTEXES = 1;
    private static final int LOGS = 3;

    private final Consumer<String> log;
    private final Map<String, Step> steps = new HashMap<>();

    private static final class Step {
        private final int number;
        private String name = "";
        private boolean announced;
        private boolean ended;

        private Step(int number) {
            this.number = number;
        }
    }

    BuildTrace(Consumer<String> log) {
        this.log = log;
    }

    void take(byte[] statusResponse) throws IOException {
        var in = CodedInputStream.newInstance(statusResponse);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case VERTEXES -> vertex(in.readBytes());
                case LOGS -> logged(in.readBytes());
                default -> in.skipField(tag);
            }
        }
    }

    private void vertex(ByteString bytes) throws IOException {
        var in = bytes.newCodedInput();
        var digest = "";
        var name = "";
        var error = "";
        boolean cached = false;
        boolean completed = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> digest = in.readString();
                case 3 -> name = in.readString();
                case 4 -> cached = in.readBool();
                case 6 -> {
                    completed = true;
                    in.skipField(tag);
                }
                case 7 -> error = in.readString();
                default -> in.skipField(tag);
            }
        }
        report(step(digest), name, cached, completed, error);
    }

    private void report(Step step, String name, boolean cached, boolean completed, String error) {
        step.name = name.isEmpty() ? step.name : name;
        if (step.name.startsWith("[internal]")) {
            return;
        }
        if (!step.announced) {
            step.announced = true;
            log.accept("#%d %s".formatted(step.number, step.name));
        }
        if (completed && !step.ended) {
            step.ended = true;
            var end = error.isEmpty() ? cached ? "CACHED" : "DONE" : "ERROR: " + error;
            log.accept("#%d %s".formatted(step.number, end));
        }
    }

    private void logged(ByteString bytes) throws IOException {
        var in = bytes.newCodedInput();
        var digest = "";
        var message = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> digest = in.readString();
                case 4 -> message = in.readBytes().toString(StandardCharsets.UTF_8);
                default -> in.skipField(tag);
            }
        }
        int number = step(digest).number;
        message.lines().forEach(line -> log.accept("#%d   %s".formatted(number, line)));
    }

    private Step step(String digest) {
        return steps.computeIfAbsent(digest, _ -> new Step(steps.size() + 1));
    }
}
