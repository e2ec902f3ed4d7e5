package dev.slipway.dashboard;

import dev.slipway.app.Elapsed;
import dev.slipway.app.Incident;
import dev.slipway.app.InstanceId;
import java.util.List;

/// All that the page of an incident shows. `instance`, `exitCode` and `restored` are empty when
/// there is none; `readings` are CPU and memory, or nothing when none were taken.
public record IncidentDetail(
        IncidentLine line,
        String instance,
        String exitCode,
        boolean outOfMemory,
        String detected,
        String restored,
        List<Readings> readings,
        String logTail) {
    static IncidentDetail of(Incident incident) {
        return new IncidentDetail(
                IncidentLine.of(incident),
                incident.instance().map(InstanceId::value).orElse(""),
                incident.exitCode().map(Object::toString).orElse(""),
                incident.outOfMemory(),
                new Elapsed(incident.detectDelay()).toString(),
                incident.timeToRestore().map(Elapsed::new).map(Elapsed::toString).orElse(""),
                Readings.of(incident.usage()),
                incident.logTail());
    }
}
