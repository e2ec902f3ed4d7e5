package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The notices of the pipeline as numbered changes, the newest 1,000 kept so that a client which
/// was away can resume. Numbers begin with the time of the engine's start, so that they go on
/// growing over a restart.
@Singleton
public class EventFeed {
    private static final int KEPT = 1_000;
    private static final long IDS_PER_MS = 1_000;

    /// @param type such as `deployment.finished`
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Change(
            long id,
            String type,
            String app,
            Optional<String> deployment,
            Optional<String> instance,
            Optional<String> state) {}

    private final PipelineBus bus;
    private final Deque<Change> recent = new ArrayDeque<>();
    private final BroadcastProcessor<Change> live = BroadcastProcessor.create();
    private long lastId;

    EventFeed(PipelineBus bus, Clock clock) {
        this.bus = bus;
        this.lastId = clock.millis() * IDS_PER_MS;
    }

    @PostConstruct
    void listen() {
        bus.consume(Notice.class, this::publish);
    }

    /// Changes as they come. A client that cannot keep up loses the connection and resumes.
    public Multi<Change> live() {
        return live.onOverflow().buffer(KEPT);
    }

    /// The kept ones after that id, oldest first, then the live ones.
    public synchronized Multi<Change> after(long id) {
        List<Change> missed = recent.stream().filter(change -> change.id() > id).toList();
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().iterable(missed), live());
    }

    private synchronized void publish(Notice notice) {
        var change = change(++lastId, notice);
        recent.addLast(change);
        if (recent.size() > KEPT) {
            recent.removeFirst();
        }
        live.onNext(change);
    }

    private static Change change(long id, Notice notice) {
        var app = notice.app().value();
        return switch (notice) {
            case Notice.AppChanged _ -> bare(id, "app.changed", app);
            case Notice.AppRemoved _ -> bare(id, "app.removed", app);
            case Notice.StageEntered e ->
                    new Change(
                            id,
                            "deployment.stage",
                            app,
                            Optional.of(e.deployment().value()),
                            Optional.empty(),
                            Optional.of(e.stage().label()));
            case Notice.DeploymentFinished e ->
                    new Change(
                            id,
                            "deployment.finished",
                            app,
                            Optional.of(e.deployment().value()),
                            Optional.empty(),
                            Optional.of(e.status().label()));
            case Notice.ReceiptWritten e ->
                    new Change(
                            id,
                            "deployment.receipt",
                            app,
                            Optional.of(e.deployment().value()),
                            Optional.empty(),
                            Optional.empty());
            case Notice.IncidentOpened e ->
                    new Change(
                            id,
                            "incident.opened",
                            app,
                            Optional.empty(),
                            Optional.of(e.incident().instance().value()),
                            Optional.of(e.incident().cause().label()));
            case Notice.InstanceServing e ->
                    new Change(
                            id,
                            "instance.serving",
                            app,
                            Optional.empty(),
                            Optional.of(e.instance().value()),
                            Optional.empty());
        };
    }

    private static Change bare(long id, String type, String app) {
        return new Change(id, type, app, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
