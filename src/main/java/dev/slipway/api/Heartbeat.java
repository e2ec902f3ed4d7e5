package dev.slipway.api;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;

/// A comment every 15 s, so that proxies on the way keep a quiet event stream open and a reader
/// that is gone is noticed.
public final class Heartbeat {
    private static final Duration PERIOD = Duration.ofSeconds(15);

    private Heartbeat() {}

    /// @return the events, with comments among them
    public static Multi<OutboundSseEvent> with(Multi<OutboundSseEvent> events, Sse sse) {
        var comments =
                Multi.createFrom()
                        .ticks()
                        .startingAfter(PERIOD)
                        .every(PERIOD)
                        .onOverflow()
                        .drop()
                        .map(_ -> sse.newEventBuilder().comment("still here").build());
        return Multi.createBy().merging().streams(events, comments);
    }
}
