package dev.slipway.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.slipway.app.InstanceId;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.ContainerEvent.Action;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads `Actor` and `Action`: the older top-level fields are gone in API 1.52.
@Singleton
class DockerJavaEvents implements ContainerEvents {
    private static final Map<String, Action> ACTIONS =
            Map.of(
                    "die", Action.DIED,
                    "start", Action.STARTED,
                    "pause", Action.PAUSED,
                    "destroy", Action.REMOVED);

    private final DockerConnection docker;
    private final String engine;

    DockerJavaEvents(DockerConnection docker, EngineConfig config) {
        this.docker = docker;
        this.engine = config.name();
    }

    @Override
    public AutoCloseable follow(Consumer<ContainerEvent> event, Consumer<Throwable> ended) {
        return docker.call(
                "give its events",
                client ->
                        client.eventsCmd()
                                .withEventTypeFilter(EventType.CONTAINER)
                                .withLabelFilter(Map.of(Labels.ENGINE, engine))
                                .exec(new Follower(event, ended)));
    }

    private static final class Follower extends ResultCallback.Adapter<Event> {
        private final Consumer<ContainerEvent> event;
        private final Consumer<Throwable> ended;
        private boolean over;

        private Follower(Consumer<ContainerEvent> event, Consumer<Throwable> ended) {
            this.event = event;
            this.ended = ended;
        }

        @Override
        public void onNext(Event raw) {
            translate(raw).ifPresent(event);
        }

        @Override
        public void onError(Throwable cause) {
            super.onError(cause);
            end(cause);
        }

        @Override
        public void onComplete() {
            super.onComplete();
            end(new DockerTrouble("Docker ended its event stream"));
        }

        @Override
        public void close() throws IOException {
            over = true;
            super.close();
        }

        private void end(Throwable cause) {
            if (!over) {
                over = true;
                ended.accept(cause);
            }
        }
    }

    private static Optional<ContainerEvent> translate(Event raw) {
        var action = raw.getAction() == null ? null : ACTIONS.get(raw.getAction());
        var actor = raw.getActor();
        if (action == null || actor == null || actor.getAttributes() == null) {
            return Optional.empty();
        }
        var instance = actor.getAttributes().get(Labels.INSTANCE);
        if (instance == null) {
            return Optional.empty();
        }
        return Optional.of(
                new ContainerEvent(
                        new InstanceId(instance),
                        action,
                        Optional.ofNullable(actor.getAttributes().get("exitCode"))
                                .map(Integer::valueOf),
                        at(raw)));
    }

    private static Instant at(Event raw) {
        var nanos = raw.getTimeNano();
        return nanos == null ? Instant.now() : Instant.ofEpochSecond(0, nanos);
    }
}
