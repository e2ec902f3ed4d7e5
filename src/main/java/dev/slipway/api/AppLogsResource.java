package dev.slipway.api;

import dev.slipway.app.App;
import dev.slipway.app.Complaint;
import dev.slipway.app.Instance;
import dev.slipway.docker.Containers;
import dev.slipway.store.Incidents;
import dev.slipway.store.Instances;
import io.quarkus.logging.Log;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What an app's instances say. When none is left, what the last one said before it died.
@Path("/api/apps/{name}/logs")
@RunOnVirtualThread
@Produces(MediaType.TEXT_PLAIN)
public class AppLogsResource {
    private static final int MOST_LINES = 10_000;
    private static final int QUEUE = 10_000;

    private final AppReader reader;
    private final Instances instances;
    private final Incidents incidents;
    private final Containers containers;

    AppLogsResource(
            AppReader reader, Instances instances, Incidents incidents, Containers containers) {
        this.reader = reader;
        this.instances = instances;
        this.incidents = incidents;
        this.containers = containers;
    }

    /// @param tail lines of each instance, 0 to 10,000
    /// @param follow whether to go on until the client leaves
    @GET
    public StreamingOutput logs(
            @PathParam("name") String name,
            @QueryParam("tail") @DefaultValue("200") int tail,
            @QueryParam("follow") @DefaultValue("false") boolean follow) {
        if (tail < 0 || tail > MOST_LINES) {
            throw new Complaint("tail is out of range: 0 to " + MOST_LINES);
        }
        var app = reader.app(name);
        return out -> {
            if (follow) {
                follow(app, tail, out);
            } else {
                copy(app, tail, out);
            }
        };
    }

    private void copy(App app, int tail, OutputStream out) throws IOException {
        var running = instances.of(app.name());
        for (var instance : running) {
            write(out, containers.logTail(instance.container(), tail));
        }
        if (running.isEmpty()) {
            for (var last : incidents.latest(Optional.of(app.name()), 1)) {
                write(out, last.logTail());
            }
        }
    }

    private void follow(App app, int tail, OutputStream out) throws IOException {
        var lines = new LinkedBlockingQueue<String>(QUEUE);
        var open = new ArrayList<AutoCloseable>();
        try {
            for (Instance instance : instances.of(app.name())) {
                open.add(containers.followLog(instance.container(), tail, lines::offer));
            }
            while (reader.exists(app)) {
                var line = lines.poll(1, TimeUnit.SECONDS);
                write(out, line == null ? "" : line);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(open);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void close(List<AutoCloseable> open) {
        for (var one : open) {
            try {
                one.close();
            } catch (Exception e) {
                Log.warn("a followed log could not be closed", e);
            }
        }
    }
}
