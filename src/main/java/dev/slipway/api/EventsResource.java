package dev.slipway.api;

import dev.slipway.app.Complaint;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.jspecify.annotations.Nullable;

/// `GET /api/events`: one server-sent event per change, resumable with `Last-Event-ID`
/// (html.spec.whatwg.org, server-sent events).
@Path("/api/events")
public class EventsResource {
    private final EventFeed feed;

    EventsResource(EventFeed feed) {
        this.feed = feed;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> changes(
            @HeaderParam("Last-Event-ID") @Nullable String last, @Context Sse sse) {
        var changes = last == null ? feed.live() : feed.after(number(last));
        return Heartbeat.with(changes.map(change -> event(sse, change)), sse);
    }

    private static OutboundSseEvent event(Sse sse, EventFeed.Change change) {
        return sse.newEventBuilder()
                .id(Long.toString(change.id()))
                .name(change.type())
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(EventFeed.Change.class, change)
                .build();
    }

    private static long number(String id) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw new Complaint("Last-Event-ID is not an id that was sent from here");
        }
    }
}
