package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.app.AppName;
import dev.slipway.app.DeploymentId;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
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
            Optional<String> app,
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
        return switch (notice) {
            case Notice.AppChanged(var app) -> bare(id, "app.changed", app);
            case Notice.AppRemoved(var app) -> bare(id, "app.removed", app);
            case Notice.StageEntered e ->
                    ofDeployment(
                            id, "deployment.stage", e.app(), e.deployment(), e.stage().label());
            case Notice.DeploymentFinished e ->
                    ofDeployment(
                            id, "deployment.finished", e.app(), e.deployment(), e.status().label());
            case Notice.ReceiptWritten e ->
                    new Change(
                            id,
                            "deployment.receipt",
                            Optional.of(e.app().value()),
                            Optional.of(e.deployment().value()),
                            Optional.empty(),
                            Optional.empty());
            case Notice.IncidentOpened(var incident) -> ofIncident(id, "incident.opened", incident);
            case Notice.IncidentClosed(var incident) -> ofIncident(id, "incident.closed", incident);
            case Notice.InstanceServing e ->
                    new Change(
                            id,
                            "instance.serving",
                            Optional.of(e.app().value()),
                            Optional.empty(),
                            Optional.of(e.instance().value()),
                            Optional.empty());
        };
    }

    private static Change ofDeployment(
            long id, String type, AppName app, DeploymentId deployment, String state) {
        return new Change(
                id,
                type,
                Optional.of(app.value()),
                Optional.of(deployment.value()),
                Optional.empty(),
                Optional.of(state));
    }

    private static Change ofIncident(long id, String type, Incident incident) {
        return new Change(
                id,
                type,
                incident.app().map(AppName::value),
                Optional.empty(),
                incident.instance().map(InstanceId::value),
                Optional.of(incident.cause().label()));
    }

    private static Change bare(long id, String type, AppName app) {
        return new Change(
                id,
                type,
                Optional.of(app.value()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
