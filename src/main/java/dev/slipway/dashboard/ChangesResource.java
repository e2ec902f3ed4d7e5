package dev.slipway.dashboard;

import dev.slipway.api.EventFeed;
import dev.slipway.api.EventFeed.Change;
import dev.slipway.api.Heartbeat;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Tells open pages to look again: one server-sent event `changed` per burst of changes, with the
/// names of the apps as data. The first comes at once, so that a page which was away catches up.
@Path("/changes")
public class ChangesResource {
    private static final Duration BURST = Duration.ofMillis(100);
    private static final int MOST = 1_000;

    private final EventFeed feed;

    ChangesResource(EventFeed feed) {
        this.feed = feed;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> changes(@Context Sse sse) {
        var first = Multi.createFrom().item(changed(sse, ""));
        var bursts =
                feed.live()
                        .group()
                        .intoLists()
                        .of(MOST, BURST)
                        .map(burst -> changed(sse, apps(burst)));
        return Heartbeat.with(Multi.createBy().merging().streams(first, bursts), sse);
    }

    private static String apps(List<Change> burst) {
        return burst.stream()
                .flatMap(change -> change.app().stream())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static OutboundSseEvent changed(Sse sse, String apps) {
        return sse.newEventBuilder().name("changed").data(apps).build();
    }
}
