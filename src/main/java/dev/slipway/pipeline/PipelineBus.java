package dev.slipway.pipeline;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Vert.x' event bus, typed. The only class that knows it. Delivery is in memory and at most once:
/// what must not be lost is in the store, and Recovery emits it again. As events of an inbox are
/// nudges, one that is waiting there already is not sent twice: a thousand hooks of one app reroute
/// it a few times.
@Singleton
public class PipelineBus {
    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setCodecName(AsIs.NAME).setLocalOnly(true);

    private final EventBus bus;
    private final Set<String> inboxes = ConcurrentHashMap.newKeySet();
    private final Set<PipelineEvent> waiting = ConcurrentHashMap.newKeySet();

    PipelineBus(EventBus bus) {
        this.bus = bus;
        bus.unregisterCodec(AsIs.NAME); // dev mode keeps Vert.x over a reload
        bus.registerCodec(new AsIs());
    }

    public void emit(PipelineEvent event) {
        switch (event) {
            case BuildInbox e -> send(BuildInbox.class, e);
            case LaunchInbox e -> send(LaunchInbox.class, e);
            case RouteInbox e -> send(RouteInbox.class, e);
            case RetireInbox e -> send(RetireInbox.class, e);
            case Notice e -> bus.publish(Notice.class.getName(), e, LOCAL);
        }
    }

    /// The events of one inbox, in the order of their emission. Runs on the caller's Vert.x
    /// context: in a verticle, one event at a time.
    public <E extends PipelineEvent> void consume(Class<E> inbox, Consumer<E> consumer) {
        bus.<E>localConsumer(
                inbox.getName(),
                message -> {
                    waiting.remove(message.body());
                    consumer.accept(message.body());
                });
        inboxes.add(inbox.getName());
    }

    private void send(Class<?> inbox, PipelineEvent event) {
        // one that nobody can take would wait for ever
        if (inboxes.contains(inbox.getName()) && waiting.add(event)) {
            bus.send(inbox.getName(), event, LOCAL);
        }
    }

    /// Hands immutable records over as they are.
    private static final class AsIs implements MessageCodec<PipelineEvent, PipelineEvent> {
        private static final String NAME = "slipway-as-is";

        @Override
        public PipelineEvent transform(PipelineEvent event) {
            return event;
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }

        @Override
        public void encodeToWire(Buffer buffer, PipelineEvent event) {
            throw new UnsupportedOperationException("events stay in this process");
        }

        @Override
        public PipelineEvent decodeFromWire(int position, Buffer buffer) {
            throw new UnsupportedOperationException("events stay in this process");
        }
    }
}
