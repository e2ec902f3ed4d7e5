package dev.slipway.pipeline;

import io.quarkus.logging.Log;
import io.vertx.core.AbstractVerticle;

/// One stage of the pipeline: takes the events of its inbox one at a time, on a virtual thread.
/// Long work belongs on the app's lane.
public abstract class StageVerticle<E extends PipelineEvent> extends AbstractVerticle {
    private final PipelineBus bus;
    private final Class<E> inbox;

    protected StageVerticle(PipelineBus bus, Class<E> inbox) {
        this.bus = bus;
        this.inbox = inbox;
    }

    @Override
    public void start() {
        bus.consume(inbox, this::guarded);
    }

    /// Must not throw for anything expected; what it throws is logged, and the audit mends what is
    /// left undone.
    protected abstract void accept(E event);

    protected final void emit(PipelineEvent event) {
        bus.emit(event);
    }

    private void guarded(E event) {
        try {
            accept(event);
        } catch (RuntimeException e) {
            Log.errorf(e, "event was not handled event=%s", event);
        }
    }
}
