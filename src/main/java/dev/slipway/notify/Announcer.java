package dev.slipway.notify;

import dev.slipway.config.EngineConfig;
import dev.slipway.pipeline.Notice;
import dev.slipway.pipeline.PipelineBus;
import dev.slipway.pipeline.Start;
import dev.slipway.store.Incidents;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// Hears of incidents and puts into the outboxes what people are told.
@Singleton
public class Announcer {
    private static final int RECENT = 200;

    private final List<Outbox> outboxes;
    private final Announcements announcements;
    private final Optional<URI> dashboard;
    private final Clock clock;

    Announcer(Channels channels, EngineConfig config, Clock clock) {
        outboxes = channels.all().stream().map(c -> new Outbox(c, Outbox.PAUSES)).toList();
        announcements = new Announcements(config.notifications().minInterval());
        dashboard = config.notifications().dashboardUrl();
        this.clock = clock;
    }

    /// A try to reach people, and why it failed if it did.
    public record Proof(String channel, Optional<String> problem) {}

    /// Before anybody can tell of an incident.
    void start(
            @Observes @Priority(Start.STATE) StartupEvent event,
            PipelineBus bus,
            Incidents incidents) {
        if (outboxes.isEmpty()) {
            return;
        }
        Log.infof(
                "incidents are told channels=%s",
                outboxes.stream().map(outbox -> outbox.channel().name()).toList());
        announcements.resume(incidents.latest(Optional.empty(), RECENT));
        bus.consume(Notice.class, this::hear);
    }

    /// Tries each channel once, now.
    ///
    /// @return nothing when none is configured
    public List<Proof> test() {
        return outboxes.stream().map(Outbox::channel).map(this::test).toList();
    }

    private Proof test(Channel channel) {
        return switch (channel.send(letter(new Message.Test()))) {
            case Outcome.Delivered() -> new Proof(channel.name(), Optional.empty());
            case Outcome.Failed(var problem) -> new Proof(channel.name(), Optional.of(problem));
        };
    }

    private synchronized void hear(Notice notice) {
        switch (notice) {
            case Notice.IncidentOpened(var incident) ->
                    tell(announcements.opened(incident, clock.instant()));
            case Notice.IncidentClosed(var incident) -> tell(announcements.closed(incident));
            case Notice.AppRemoved(var app) -> announcements.forget(app);
            case Notice.AppChanged _,
                    Notice.StageEntered _,
                    Notice.DeploymentFinished _,
                    Notice.ReceiptWritten _,
                    Notice.InstanceServing _ -> {}
        }
    }

    @Scheduled(every = "10s")
    synchronized void tellWhatIsOverdue() {
        tell(announcements.overdue(clock.instant()));
    }

    private void tell(List<Message> messages) {
        messages.stream()
                .map(this::letter)
                .forEach(letter -> outboxes.forEach(outbox -> outbox.put(letter)));
    }

    private Letter letter(Message message) {
        return Letter.of(message, dashboard);
    }
}
