package dev.slipway.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import dev.slipway.app.InstanceId;
import dev.slipway.config.EngineConfig;
import dev.slipway.docker.DockerEvent.Action;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Reads `Actor` and `Action`: the older top-level fields are gone in API 1.52.
@Singleton
class DockerJavaEvents implements DockerEvents {
    private static final Map<String, Action> ACTIONS =
            Map.of(
                    "kill", Action.SIGNALLED,
                    "oom", Action.OUT_OF_MEMORY,
                    "die", Action.DIED,
                    "start", Action.STARTED,
                    "pause", Action.PAUSED,
                    "destroy", Action.REMOVED);

    private static final String[] FOLLOWED =
            Stream.concat(ACTIONS.keySet().stream(), Stream.of("disconnect"))
                    .toArray(String[]::new);

    private final DockerConnection docker;
    private final String engine;

    DockerJavaEvents(DockerConnection docker, EngineConfig config) {
        this.docker = docker;
        this.engine = config.name();
    }

    @Override
    public AutoCloseable follow(Consumer<DockerEvent> event, Consumer<Throwable> ended) {
        return docker.call(
                "give its events",
                client ->
                        client.eventsCmd()
                                .withEventTypeFilter(EventType.CONTAINER, EventType.NETWORK)
                                .withEventFilter(FOLLOWED)
                                .exec(new Follower(event, ended)));
    }

    private final class Follower extends ResultCallback.Adapter<Event> {
        private final Consumer<DockerEvent> event;
        private final Consumer<Throwable> ended;
        private boolean over;

        private Follower(Consumer<DockerEvent> event, Consumer<Throwable> ended) {
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

    /// Networks have no labels in events, so all of this host's come here.
    private Optional<DockerEvent> translate(Event raw) {
        var actor = raw.getActor();
        if (raw.getAction() == null || actor == null || actor.getAttributes() == null) {
            return Optional.empty();
        }
        var told = actor.getAttributes();
        return raw.getType() == EventType.NETWORK
                ? disconnected(told)
                : Optional.ofNullable(ACTIONS.get(raw.getAction()))
                        .filter(_ -> engine.equals(told.get(Labels.ENGINE)))
                        .flatMap(action -> ofContainer(action, told, at(raw)));
    }

    private Optional<DockerEvent> disconnected(Map<String, String> told) {
        var network = told.getOrDefault("name", "");
        return Optional.ofNullable(told.get("container"))
                .filter(_ -> network.startsWith(engine + "-"))
                .map(DockerEvent.Disconnected::new);
    }

    private Optional<DockerEvent> ofContainer(Action action, Map<String, String> told, Instant at) {
        var instance = told.get(Labels.INSTANCE);
        if (instance != null) {
            var exitCode = Optional.ofNullable(told.get("exitCode")).map(Integer::valueOf);
            return Optional.of(
                    new DockerEvent.OfInstance(new InstanceId(instance), action, exitCode, at));
        }
        return DockerJavaProxy.name(engine).equals(told.get("name"))
                ? Optional.of(new DockerEvent.OfProxy(action))
                : Optional.empty();
    }

    private static Instant at(Event raw) {
        var nanos = raw.getTimeNano();
        return nanos == null ? Instant.now() : Instant.ofEpochSecond(0, nanos);
    }
}
