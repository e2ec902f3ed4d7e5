package dev.slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.slipway.notify.Announcer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/// Whether messages about incidents arrive.
@Path("/api/notifications")
@RunOnVirtualThread
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class NotificationsResource {
    private final Announcer announcer;

    NotificationsResource(Announcer announcer) {
        this.announcer = announcer;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Delivery(String channel, boolean delivered, Optional<String> problem) {
        static Delivery of(Announcer.Proof proof) {
            return new Delivery(proof.channel(), proof.problem().isEmpty(), proof.problem());
        }
    }

    /// Sends a test message through every channel, and waits for what comes of it.
    @POST
    @Path("/test")
    public List<Delivery> test() {
        var proofs = announcer.test();
        if (proofs.isEmpty()) {
            throw new Conflict(
                    "No channel is configured: set slipway.notifications.webhook.url, slack.url or mail.to");
        }
        return proofs.stream().map(Delivery::of).toList();
    }
}
