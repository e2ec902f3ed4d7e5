package dev.slipway.notify;

import dev.slipway.app.AppName;
import dev.slipway.app.Incident;
import dev.slipway.app.Incident.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides what people are told. Of one app and cause one incident within the interval: a crash
/// loop does not send hundreds of messages. The others are counted, and told only if they last. The
/// end is told of what was told. Not for several threads at a time.
final class Announcements {
    private record Kind(Optional<AppName> app, Cause cause) {
        static Kind of(Incident incident) {
            return new Kind(incident.app(), incident.cause());
        }
    }

    /// @param leftOut how many there were since
    /// @param unsaid the newest of them, while it is open
    private record Told(Instant at, int leftOut, Optional<Incident> unsaid) {
        Told without(Incident incident) {
            return new Told(at, leftOut + 1, Optional.of(incident));
        }

        Told closed(String id) {
            return new Told(at, leftOut, unsaid.filter(incident -> !incident.id().equals(id)));
        }
    }

    private static final int OVERTAKEN = 8;

    private final Duration interval;
    private final Map<Kind, Told> told = new HashMap<>();

    /// What was told to have begun, and not to have ended.
    private final Set<String> open = new HashSet<>();

    /// Several threads tell of incidents, so an end may be heard before the beginning.
    private final Map<String, Incident> endedFirst = new LinkedHashMap<>();

    Announcements(Duration interval) {
        this.interval = interval;
    }

    /// An engine that starts tells the end of what began before it.
    void resume(Collection<Incident> incidents) {
        incidents.stream()
                .filter(incident -> incident.restoredAt().isEmpty())
                .map(Incident::id)
                .forEach(open::add);
    }

    List<Message> opened(Incident incident, Instant now) {
        var kind = Kind.of(incident);
        var ended = Optional.ofNullable(endedFirst.remove(incident.id()));
        var before = told.get(kind);
        if (before != null && isRecent(before, now)) {
            var without = before.without(incident);
            told.put(kind, ended.isEmpty() ? without : without.closed(incident.id()));
            return List.of();
        }
        var messages = new ArrayList<Message>();
        messages.add(tell(incident, before == null ? 0 : before.leftOut(), now));
        ended.ifPresent(end -> messages.addAll(closed(end)));
        return messages;
    }

    List<Message> closed(Incident incident) {
        told.computeIfPresent(Kind.of(incident), (_, before) -> before.closed(incident.id()));
        if (open.remove(incident.id())) {
            return List.of(new Message.Closed(incident));
        }
        endedFirst.put(incident.id(), incident);
        if (endedFirst.size() > OVERTAKEN) {
            endedFirst.remove(endedFirst.keySet().iterator().next());
        }
        return List.of();
    }

    /// What was left out and lasts: else the last that people have heard could be that all is well.
    List<Message> overdue(Instant now) {
        var messages = new ArrayList<Message>();
        for (var before : List.copyOf(told.values())) {
            if (!isRecent(before, now)) {
                before.unsaid()
                        .map(incident -> tell(incident, before.leftOut() - 1, now))
                        .ifPresent(messages::add);
            }
        }
        return messages;
    }

    void forget(AppName app) {
        told.keySet().removeIf(kind -> kind.app().equals(Optional.of(app)));
    }

    private Message tell(Incident incident, int leftOut, Instant now) {
        told.put(Kind.of(incident), new Told(now, 0, Optional.empty()));
        open.add(incident.id());
        return new Message.Opened(incident, leftOut);
    }

    /// Not when it lies in the future: then the clock was set back.
    private boolean isRecent(Told before, Instant now) {
        return !now.isBefore(before.at()) && now.isBefore(before.at().plus(interval));
    }
}
